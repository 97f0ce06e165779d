package org.orbifold.figure;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.DefaultImageHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.apache.batik.svggen.SimpleImageHandler;
import org.orbifold.io.AtomicFile;
import org.orbifold.job.Fault;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Figures on paper: PNG and SVG files, and their numbers as CSV; each carries its caption and where it came from. */
public final class FigureFile {
    private static final String SVG = "http://www.w3.org/2000/svg";

    private FigureFile() {}

    /**
     * Writes a figure by the ending of the file's name.
     *
     * @param width in points
     * @param height in points
     * @param scale pixels a point; of no effect in an SVG
     * @param provenance how to make the picture again
     * @throws Fault if the name ends in none of .png, .svg and .csv, the figure shows no curves but is to be written as
     *     CSV, or the file cannot be written
     */
    public static void write(
            Path path, Figure figure, int width, int height, double scale, Theme theme, String provenance) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        String note = note(figure, provenance);
        if (name.endsWith(".png")) {
            BufferedImage image = image(figure, width, height, scale, theme);
            AtomicFile.write(path, out -> writePng(image, note, out));
        } else if (name.endsWith(".svg")) {
            AtomicFile.write(path, out -> writeSvg(figure, width, height, theme, note, out));
        } else if (name.endsWith(".csv")) {
            Table table = figure.table()
                    .orElseThrow(() -> Fault.in(path, "this picture shows no curves: write .png or .svg"));
            AtomicFile.write(path, out -> out.write(table.csv(note).getBytes(StandardCharsets.UTF_8)));
        } else {
            throw Fault.in(path, "a picture's name ends in .png or .svg, that of its numbers in .csv");
        }
    }

    /** What is said of a figure wherever it goes: its caption, and where it came from. */
    public static String note(Figure figure, String provenance) {
        return figure.caption() + "\n" + provenance;
    }

    /** A figure as pixels. */
    public static BufferedImage image(Figure figure, int width, int height, double scale, Theme theme) {
        int columns = (int) Math.ceil(width * scale);
        int rows = (int) Math.ceil(height * scale);
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.scale(scale, scale);
        figure.paint(g, width, height, theme);
        g.dispose();
        return image;
    }

    /** Writes a PNG with a description in it. */
    public static void writePng(BufferedImage image, String description, OutputStream out) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
        entry.setAttribute("keyword", "Description");
        entry.setAttribute("value", description);
        entry.setAttribute("text", description);
        entry.setAttribute("compressionFlag", "FALSE");
        entry.setAttribute("compressionMethod", "0");
        entry.setAttribute("languageTag", "en");
        entry.setAttribute("translatedKeyword", "Description");
        IIOMetadataNode texts = new IIOMetadataNode("iTXt");
        texts.appendChild(entry);
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        root.appendChild(texts);
        metadata.mergeTree("javax_imageio_png_1.0", root);
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
    }

    private static void writeSvg(Figure figure, int width, int height, Theme theme, String note, OutputStream out)
            throws IOException {
        Document document = emptyDocument();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setEmbeddedFontsOn(false);
        context.setGenericImageHandler(new SimpleImageHandler(new EmbeddedImages()));
        context.setComment("Orbifold");
        SVGGraphics2D g = new SVGGraphics2D(context, false);
        g.setSVGCanvasSize(new Dimension(width, height));
        figure.paint(g, width, height, theme);
        Element root = g.getRoot();
        root.setAttribute("viewBox", "0 0 " + width + " " + height);
        Element description = document.createElementNS(SVG, "desc");
        description.setTextContent(note);
        root.insertBefore(description, root.getFirstChild());
        OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        g.stream(root, writer, true, false);
        writer.flush();
    }

    /** Images inside the file, as PNG in base 64. */
    private static final class EmbeddedImages extends DefaultImageHandler {
        @Override
        protected void handleHREF(RenderedImage image, Element element, SVGGeneratorContext context)
                throws SVGGraphics2DIOException {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            try {
                ImageIO.write(image, "png", png);
            } catch (IOException e) {
                throw new SVGGraphics2DIOException(e);
            }
            String data = Base64.getEncoder().encodeToString(png.toByteArray());
            element.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", "data:image/png;base64," + data);
        }

        @Override
        protected void handleHREF(Image image, Element element, SVGGeneratorContext context)
                throws SVGGraphics2DIOException {
            handleHREF((RenderedImage) image, element, context);
        }
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
