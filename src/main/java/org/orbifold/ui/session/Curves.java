package org.orbifold.ui.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.orbifold.figure.PathFigure;
import org.orbifold.job.Progress;
import org.orbifold.net.Examples;
import org.orbifold.path.LossBarrier;
import org.orbifold.path.Path;

/** Loss and accuracy along paths. */
final class Curves {
    private Curves() {}

    /** The curves of each kind of path, at so many points, on training rows and on test rows. */
    static List<PathFigure.Curve> evaluate(
            Map<PathFigure.Kind, Path> paths, int points, Examples training, Examples test, Progress progress) {
        List<PathFigure.Curve> curves = new ArrayList<>();
        paths.forEach((kind, path) -> {
            curves.add(new PathFigure.Curve(kind, true, LossBarrier.along(path, points, training, progress)));
            curves.add(new PathFigure.Curve(kind, false, LossBarrier.along(path, points, test, progress)));
        });
        return curves;
    }
}
