package org.orbifold.io;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the dictionary in an npy header, as far as numpy writes it for plain arrays: a string, a boolean and a tuple of
 * whole numbers. It is data in the syntax of Python; nothing is evaluated.
 */
final class NpyDictionary {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*+('[^'\\\\]*'|\"[^\"\\\\]*\"|True|False|-?[0-9]++L?|[{}()\\[:,])");

    private final String name;
    private final String text;
    private final Matcher tokens;
    private int position;

    /** @param name the array's name, for messages */
    NpyDictionary(String name, String text) {
        this.name = name;
        this.text = text.stripTrailing();
        this.tokens = TOKEN.matcher(this.text);
    }

    /** The header that it describes, whose bytes are that many. */
    NpyHeader header(int bytes) throws MalformedFileException {
        String descr = "";
        boolean columnMajor = false;
        List<Long> shape = List.of();
        Set<String> seen = new HashSet<>();
        expect("{");
        String token = next();
        while (!token.equals("}")) {
            String key = unquoted(token);
            if (!seen.add(key)) {
                throw malformed("names '" + FileFault.printable(key) + "' twice");
            }
            expect(":");
            switch (key) {
                case "descr" -> descr = descr();
                case "fortran_order" -> columnMajor = truth();
                case "shape" -> shape = shape();
                default -> throw malformed("has a field '" + FileFault.printable(key) + "'");
            }
            token = next();
            if (token.equals(",")) {
                token = next();
            } else if (!token.equals("}")) {
                throw malformed("lacks a comma");
            }
        }
        if (seen.size() < 3 || position < text.length()) {
            throw malformed("is not a dictionary of descr, fortran_order and shape");
        }
        return new NpyHeader(descr, columnMajor, shape, bytes);
    }

    private String descr() throws MalformedFileException {
        String token = next();
        if (token.equals("[")) {
            throw new MalformedFileException(TensorInfo.label(name) + " has a structured dtype; plain floats are read");
        }
        return unquoted(token);
    }

    private boolean truth() throws MalformedFileException {
        return switch (next()) {
            case "True" -> true;
            case "False" -> false;
            default -> throw malformed("has a fortran_order that is neither True nor False");
        };
    }

    private List<Long> shape() throws MalformedFileException {
        List<Long> sizes = new ArrayList<>();
        expect("(");
        String token = next();
        while (!token.equals(")")) {
            TensorInfo.requireRoom(name, sizes);
            sizes.add(number(token));
            token = next();
            if (token.equals(",")) {
                token = next();
            } else if (!token.equals(")")) {
                throw malformed("has a shape that is not a tuple");
            }
        }
        return sizes;
    }

    private long number(String token) throws MalformedFileException {
        try {
            return Long.parseLong(token.endsWith("L") ? token.substring(0, token.length() - 1) : token);
        } catch (NumberFormatException e) {
            throw malformed("has a size that is no whole number: " + FileFault.printable(token));
        }
    }

    private String unquoted(String token) throws MalformedFileException {
        if (token.charAt(0) != '\'' && token.charAt(0) != '"') {
            throw malformed("has '" + FileFault.printable(token) + "' where text belongs");
        }
        return token.substring(1, token.length() - 1);
    }

    private void expect(String token) throws MalformedFileException {
        if (!next().equals(token)) {
            throw malformed("lacks a '" + token + "'");
        }
    }

    private String next() throws MalformedFileException {
        if (!tokens.region(position, text.length()).lookingAt()) {
            throw malformed("cannot be read");
        }
        position = tokens.end();
        return tokens.group(1);
    }

    private MalformedFileException malformed(String fault) {
        return new MalformedFileException("the npy header of " + TensorInfo.label(name) + " " + fault);
    }
}
