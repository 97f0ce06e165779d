package org.orbifold.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.orbifold.net.Examples;

/** Labelled rows with a name, names for the classes, and, where a row is an image, its shape. Unmodifiable. */
public final class DataSet {
    private final String name;
    private final Examples examples;
    private final List<String> classNames;
    private final Optional<ImageShape> image;
    private final boolean standardizedOverTraining;
    private Optional<DataRequest> request = Optional.empty();
    private volatile String hash = "";

    /**
     * A data set.
     *
     * @param name as the user gave it
     * @param examples features and labels
     * @param classNames one a class
     * @param image the shape of a row, if rows are images
     */
    public DataSet(String name, Examples examples, List<String> classNames, Optional<ImageShape> image) {
        this(name, examples, classNames, image, false);
    }

    /** As above; {@code standardizedOverTraining}: {@link #standardizedOver} has something to do. */
    DataSet(
            String name,
            Examples examples,
            List<String> classNames,
            Optional<ImageShape> image,
            boolean standardizedOverTraining) {
        if (classNames.size() != examples.classes()) {
            throw new IllegalArgumentException(classNames.size() + " names for " + examples.classes() + " classes");
        }
        if (image.isPresent() && image.get().pixels() != examples.width()) {
            throw new IllegalArgumentException("images of " + image.get() + " in rows of " + examples.width());
        }
        this.name = name;
        this.examples = examples;
        this.classNames = List.copyOf(classNames);
        this.image = image;
        this.standardizedOverTraining = standardizedOverTraining;
    }

    /** The name, as the user gave it: a built-in set's, or a file's. */
    public String name() {
        return name;
    }

    /** Features {@code [rows, width]} and labels {@code [rows]}. */
    public Examples examples() {
        return examples;
    }

    /** The number of rows. */
    public int rows() {
        return examples.rows();
    }

    /** What the classes are called, in the order of their numbers. */
    public List<String> classNames() {
        return classNames;
    }

    /** The shape of the image that a row is, if it is one. */
    public Optional<ImageShape> image() {
        return image;
    }

    /**
     * The data as a network sees it that is trained on those rows. Where {@link Standardize#TRAIN} was asked for, each
     * column becomes {@code (x - mean) / deviation} with the mean and the population standard deviation of the training
     * rows, a column that is constant there 0; any other set is returned as it is. The hash stays that of the data as
     * loaded.
     */
    public DataSet standardizedOver(int[] trainingRows) {
        if (!standardizedOverTraining) {
            return this;
        }
        int width = examples.width();
        ColumnMoments moments = new ColumnMoments(width);
        double[] row = new double[width];
        for (int r : trainingRows) {
            for (int c = 0; c < width; c++) {
                row[c] = examples.features()[r * width + c];
            }
            moments.add(row);
        }
        float[] features = new float[examples.features().length];
        for (int i = 0; i < features.length; i++) {
            features[i] = moments.standardized(i % width, examples.features()[i]);
        }
        Examples standardized = new Examples(features, examples.labels(), width, examples.classes());
        DataSet seen = new DataSet(name, standardized, classNames, image);
        seen.request = request;
        seen.hash = hash();
        return seen;
    }

    /** What was asked for to load this; empty of what was not loaded. */
    public Optional<DataRequest> request() {
        return request;
    }

    /** Remembers what it was loaded by. */
    DataSet loadedBy(DataRequest asked) {
        request = Optional.of(asked);
        return this;
    }

    /**
     * SHA-256 in hexadecimal of the data as loaded: rows, width and classes, then the features row by row, then the
     * labels, each as four bytes, lowest first. Computed when it is first asked for.
     */
    public String hash() {
        if (hash.isEmpty()) {
            hash = computeHash();
        }
        return hash;
    }

    private String computeHash() {
        MessageDigest digest = sha256();
        int width = examples.width();
        ByteBuffer bytes =
                ByteBuffer.allocate(Integer.BYTES * Math.max(width, 3)).order(ByteOrder.LITTLE_ENDIAN);
        digest.update(
                bytes.putInt(rows()).putInt(width).putInt(examples.classes()).flip());
        for (int r = 0; r < rows(); r++) {
            bytes.clear().asFloatBuffer().put(examples.features(), r * width, width);
            digest.update(bytes.limit(Float.BYTES * width));
        }
        for (int label : examples.labels()) {
            digest.update(bytes.clear().putInt(label).flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return name + " [" + rows() + ", " + examples.width() + "], " + classNames.size() + " classes";
    }
}
