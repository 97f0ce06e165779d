package org.orbifold.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orbifold.figure.Figure;
import org.orbifold.figure.FigureFile;
import org.orbifold.figure.Theme;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that draws one figure to a file, which tells the command line that it was made by. */
abstract class PictureCommand implements Runnable {
    private static final Pattern SIZE = Pattern.compile("(\\d{2,5})x(\\d{2,5})");
    private static final double MOST_PIXELS = 2e8;

    /**
     * How large a picture is to be, and in which colours.
     *
     * @param width in points
     * @param height in points
     * @param scale pixels a point
     */
    record Canvas(int width, int height, double scale, Theme theme) {}

    @Spec
    private CommandSpec spec;

    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(arity = "0..*", paramLabel = "MODEL", description = "The networks: A, and B where there is one.")
    private List<String> locations = List.of();

    @Option(
            names = "--out",
            paramLabel = "P",
            required = true,
            description = "A .png or .svg file; .csv for the numbers of a figure that has some.")
    private Path out;

    @Option(names = "--size", paramLabel = "WxH", description = "In points (default: ${DEFAULT-VALUE}).")
    private String size = "1280x800";

    @Option(names = "--scale", paramLabel = "S", description = "Pixels a point (default: ${DEFAULT-VALUE}).")
    private double scale = 1;

    @Option(names = "--theme", description = "light or dark (default: ${DEFAULT-VALUE}).")
    private String themeId = "light";

    /** The figure, once options and networks are known to fit. */
    abstract Figure figure(Canvas canvas);

    @Override
    public final void run() {
        Report report = common.report();
        Canvas canvas = canvas();
        Figure figure = figure(canvas);
        String provenance = "orbifold "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
        FigureFile.write(out, figure, canvas.width, canvas.height, canvas.scale, canvas.theme, provenance);
        report.put("view", spec.name())
                .put("models", locations)
                .put("out", out.toString())
                .put("caption", figure.caption())
                .print(System.out);
    }

    private Canvas canvas() {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new Fault("--size " + size + ": write WIDTHxHEIGHT, as 1280x800, of 10 to 99999 each");
        }
        int width = Integer.parseInt(matcher.group(1));
        int height = Integer.parseInt(matcher.group(2));
        if (!(scale >= 0.25 && scale <= 8) || width * scale * height * scale > MOST_PIXELS) {
            throw new Fault("--scale " + scale + ": a quarter to 8, and at most 200 million pixels in all");
        }
        Theme theme = Theme.of(themeId).orElseThrow(() -> new Fault("--theme " + themeId + ": there are light, dark"));
        return new Canvas(width, height, scale, theme);
    }

    long seed() {
        return common.seed();
    }

    ModelOptions models() {
        return models;
    }

    List<String> locations() {
        return locations;
    }

    /**
     * The networks, one a file.
     *
     * @throws Fault if there are not that many
     */
    List<ModelFile> read(int count) {
        if (locations.size() != count) {
            throw new Fault("render " + spec.name() + " takes " + (count == 1 ? "one model" : count + " models")
                    + ", not " + locations.size());
        }
        return locations.stream().map(models::readOne).toList();
    }
}
