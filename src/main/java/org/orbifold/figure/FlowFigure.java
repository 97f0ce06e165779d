package org.orbifold.figure;

import java.awt.Graphics2D;
import java.util.Optional;

/** A trained flow: how its loss fell, and the networks that it makes, beside each other or one above the other. */
public record FlowFigure(TrainingFigure training, ParticlesFigure particles) implements Figure {
    private static final double SHARE = 0.42;

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        boolean beside = width > 1.2 * height;
        double w = beside ? Math.rint(SHARE * width) : width;
        double h = beside ? height : Math.rint(SHARE * height);
        part(g, training, 0, 0, w, h, theme);
        if (beside) {
            part(g, particles, w, 0, width - w, height, theme);
        } else {
            part(g, particles, 0, h, width, height - h, theme);
        }
    }

    private static void part(Graphics2D g, Figure figure, double x, double y, double w, double h, Theme theme) {
        Graphics2D own = (Graphics2D) g.create();
        own.translate(x, y);
        figure.paint(own, w, h, theme);
        own.dispose();
    }

    @Override
    public String caption() {
        return training.caption() + ". " + particles.caption() + ".";
    }

    @Override
    public Optional<Table> table() {
        return training.table();
    }
}
