package org.orbifold.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.net.Activation;
import org.orbifold.tensor.Backend;

/** What commands refuse: exit status 2, one line that tells why, and nothing half-written. */
class FaultsTest {
    @TempDir
    private Path folder;

    private Path out(String name) {
        return folder.resolve(name);
    }

    private List<String[]> faults() throws IOException {
        Path junk = Files.writeString(out("junk.safetensors"), "no model at all");
        Path pickle = Files.write(out("model.pt"), new byte[] {(byte) 0x80, 2, 'c', 'o', 's', '\n'});
        Path cut = Files.write(out("cut.pth"), new byte[] {'P', 'K', 3, 4, 0, 0});
        Path oneClass = Files.writeString(out("one.csv"), "1,2,a\n3,4,a\n");
        Path a = RandomNetwork.write(out("a.safetensors"), "2-8-8-2", Activation.RELU, 1);
        Path tanh = RandomNetwork.write(out("tanh.safetensors"), "2-5-2", Activation.TANH, 3);
        Path wide = RandomNetwork.write(out("wide.safetensors"), "3-4-2", Activation.RELU, 4);
        String o = out("never.safetensors").toString();
        List<String[]> faults = new ArrayList<>();
        faults.add(new String[] {
            "no such file", "inspect", out("missing.safetensors").toString()
        });
        faults.add(new String[] {"junk.safetensors", "inspect", junk.toString()});
        faults.add(new String[] {"save_file", "inspect", pickle.toString()});
        faults.add(new String[] {"save_file", "inspect", cut.toString()});
        faults.add(new String[] {"one.csv", "evaluate", a.toString(), "--data", oneClass.toString()});
        faults.add(new String[] {"takes 3 inputs", "evaluate", wide.toString(), "--data", "moons"});
        faults.add(new String[] {"architecture", "align", a.toString(), wide.toString(), "--out", o});
        faults.add(new String[] {"architecture", "barrier", a.toString(), wide.toString(), "--data", "moons"});
        faults.add(new String[] {"tanh has no scaling", "transform", tanh.toString(), "--scale", "0:1,2", "--out", o});
        faults.add(new String[] {"relu has no sign-flip", "transform", a.toString(), "--flip", "0:1", "--out", o});
        faults.add(new String[] {"no neuron 8", "transform", a.toString(), "--swap", "0:1,8", "--out", o});
        faults.add(new String[] {"above 0", "transform", a.toString(), "--scale", "0:1,-2", "--out", o});
        faults.add(new String[] {"no layer 9", "transform", a.toString(), "--break", "9", "--out", o});
        faults.add(new String[] {"not a number", "transform", a.toString(), "--break", "x", "--out", o});
        faults.add(new String[] {"2 numbers", "transform", a.toString(), "--rotate", "0:1,0.5", "--out", o});
        faults.add(new String[] {"not all 0", "transform", a.toString(), "--rotate", "0:1,0,0", "--out", o});
        faults.add(new String[] {"no neuron 8", "transform", a.toString(), "--rotate", "0:8,1,0", "--out", o});
        faults.add(new String[] {"no canonical form", "canonicalize", tanh.toString(), "--out", o});
        faults.add(new String[] {"no-such-data", "evaluate", a.toString(), "--data", "no-such-data"});
        if (!Backend.isCudaBuild()) {
            faults.add(new String[] {"--backend cuda", "inspect", a.toString(), "--backend", "cuda"});
            faults.add(
                    new String[] {"--backend cuda", "evaluate", a.toString(), "--data", "moons", "--backend", "cuda"});
        }
        faults.add(new String[] {"bogus", "evaluate", a.toString(), "--data", "moons", "--backend", "bogus"});
        faults.add(new String[] {"bogus", "bogus"});
        faults.add(new String[] {"--data", "evaluate", a.toString()});
        faults.add(new String[] {"two networks", "pairs", a.toString(), "--data", "moons"});
        faults.add(new String[] {
            "nowhere",
            "transform",
            a.toString(),
            "--out",
            out("nowhere/x.safetensors").toString()
        });
        faults.add(new String[] {"zoo", "zoo"});
        faults.add(new String[] {"linear-assignment", "bench", "no-such-case"});
        faults.add(new String[] {"drag, scrub, loop, flow", "bench", "window", "no-such-script"});
        faults.add(new String[] {"--seconds", "bench", "window", "--seconds", "0"});
        faults.add(new String[] {"--cycles", "bench", "window", "--cycles", "0"});
        faults.add(new String[] {"--seconds", "bench", "copy", "--seconds", "-1"});
        faults.add(new String[] {
            ".png or .svg",
            "render",
            "network",
            a.toString(),
            "--out",
            out("p.gif").toString()
        });
        for (String[] wrong : new String[][] {{"--layer", "3"}, {"--sort", "size"}, {"--t", "1.5"}}) {
            faults.add(new String[] {
                wrong[0] + " " + wrong[1],
                "render",
                "spheres",
                a.toString(),
                a.toString(),
                wrong[0],
                wrong[1],
                "--out",
                out("p.png").toString()
            });
        }
        faults.add(new String[] {
            "tanh has no scaling symmetry",
            "render",
            "spheres",
            a.toString(),
            a.toString(),
            "--activation",
            "tanh",
            "--out",
            out("p.png").toString()
        });
        faults.add(new String[] {
            "g.gml: a weight graph's name ends in .graphml or .dot",
            "graph",
            a.toString(),
            "--out",
            out("g.gml").toString()
        });
        faults.add(new String[] {
            "nowhere", "graph", a.toString(), "--out", out("nowhere/g.dot").toString()
        });
        faults.add(new String[] {
            "a.safetensors: is read by this command", "slice", a.toString(), "--data", "moons", "--out", a.toString()
        });
        faults.add(new String[] {
            "one.csv: is read by this command",
            "pairs",
            a + "#0",
            "--data",
            oneClass.toString(),
            "--out",
            oneClass.toString()
        });
        faults.add(new String[] {
            "a.safetensors: is read by this command",
            "flow",
            "train",
            a + "#0",
            "--steps",
            "1",
            "--out",
            folder.resolve(".").resolve("a.safetensors").toString()
        });
        faults.add(new String[] {
            "is a folder", "zoo", "train", "--architecture", "2-3-2", "--data", "moons", "--out", folder.toString()
        });
        faults.add(new String[] {
            "--count 2000000000",
            "zoo",
            "train",
            "--architecture",
            "2-3-2",
            "--data",
            "moons",
            "--count",
            "2000000000",
            "--out",
            o
        });
        return faults;
    }

    @Test
    void faultsAreOneLineWithStatusTwoAndNothingWritten() throws IOException {
        List<String[]> faults = faults();
        List<Path> before = files();
        for (String[] fault : faults) {
            String[] args = Arrays.copyOfRange(fault, 1, fault.length);
            Run run = Run.of(args);
            String what = String.join(" ", args) + " -> " + run.err();
            assertEquals(2, run.status(), what);
            assertEquals("", run.out(), what);
            assertTrue(run.lastError().startsWith("orbifold: "), what);
            assertTrue(run.lastError().contains(fault[0]), what);
            assertEquals(
                    1,
                    run.err()
                            .lines()
                            .filter(line -> line.startsWith("orbifold:"))
                            .count(),
                    what);
            assertFalse(run.err().contains("\tat "), what);
            assertEquals(before, files(), what);
        }
    }

    /** Networks may take the place of those that they come from. */
    @Test
    void aNetworkIsEditedInItsPlace() {
        Path a = RandomNetwork.write(out("a.safetensors"), "2-8-8-2", Activation.RELU, 1);
        assertEquals(
                0,
                Run.of("transform", a.toString(), "--swap", "0:1,2", "--out", a.toString())
                        .status());
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}
