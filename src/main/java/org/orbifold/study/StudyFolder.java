package org.orbifold.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orbifold.io.Json;
import org.orbifold.io.OutputFolder;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;

/**
 * The folder of a study. A manifest in it tells by which settings each file was made, those of the steps that it depends
 * on included: a step whose file is there and was made by the same is not run again, so that a study that was killed goes
 * on where it was.
 */
final class StudyFolder {
    private static final String MANIFEST = "steps.json";
    private static final String BEGUN = "begun ";
    private static final String DONE = "done ";

    /** Parts of a unit of effort in which progress is told. */
    private static final long PARTS = 1000;

    private final Path folder;

    /** {@code begun} or {@code done} and the digest of the settings, by file. */
    private final Map<String, String> manifest = new LinkedHashMap<>();

    /**
     * Opens a folder, and makes it if it is not there.
     *
     * @throws Fault if that cannot be, or its manifest is not sound
     */
    StudyFolder(Path folder) {
        this.folder = folder;
        OutputFolder.make(folder);
        Path file = folder.resolve(MANIFEST);
        if (Files.exists(file)) {
            if (!(Json.read(file) instanceof Map<?, ?> known)) {
                throw Fault.in(file, "is not the list of a study's steps");
            }
            known.forEach((name, state) -> manifest.put(name.toString(), state.toString()));
        }
    }

    /** Runs the steps, in order, whose files are not there or do not fit. */
    void run(List<Step> steps, Progress progress) {
        Map<String, String> digests = new LinkedHashMap<>();
        long total = steps.stream().mapToLong(Step::effort).sum();
        long before = 0;
        for (Step step : steps) {
            String digest = digest(step, digests);
            digests.put(step.file(), digest);
            if (!Files.exists(folder.resolve(step.file())) || !(DONE + digest).equals(manifest.get(step.file()))) {
                run(step, digest, part(progress, step, before, total));
            }
            before += step.effort();
            progress.report(before * PARTS, total * PARTS, step.file());
        }
    }

    private void run(Step step, String digest, Progress progress) {
        progress.checkCancelled();
        Path file = folder.resolve(step.file());
        OutputFolder.make(file.getParent());
        if (!(BEGUN + digest).equals(manifest.get(step.file()))) {
            delete(file);
            note(step, BEGUN + digest);
        }
        step.work().run(file, progress);
        note(step, DONE + digest);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Fault(file + ": cannot be replaced: " + e.getMessage(), e);
        }
    }

    private void note(Step step, String state) {
        manifest.put(step.file(), state);
        Json.write(folder.resolve(MANIFEST), manifest);
    }

    private static String digest(Step step, Map<String, String> digests) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(step.settings().getBytes(StandardCharsets.UTF_8));
            for (String file : step.from()) {
                if (!digests.containsKey(file)) {
                    throw new IllegalArgumentException(
                            step.file() + " depends on " + file + ", no earlier step's file");
                }
                digest.update(digests.get(file).getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The progress of a step as a part of the whole. */
    private static Progress part(Progress whole, Step step, long before, long total) {
        return new Progress() {
            @Override
            public void report(long done, long of, String message) {
                double share = of <= 0 ? 0 : Math.min(1, (double) done / of);
                whole.report(
                        before * PARTS + Math.round(share * step.effort() * PARTS),
                        total * PARTS,
                        step.file() + ": " + message);
            }

            @Override
            public void checkCancelled() {
                whole.checkCancelled();
            }
        };
    }
}
