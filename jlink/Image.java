import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import jdk.tools.jlink.internal.PluginRepository;

/**
 * Makes the installable image out of a build: a folder that runs on a machine without Java and may be moved anywhere.
 *
 * <pre>
 * bin/orbifold    the launcher
 * runtime/        Java: the modules of the JDK that are needed, and JavaFX
 * lib/            the application and its libraries, all jars, on the class path
 * lib/native/     the libraries of the tensor backend, unpacked
 * lib/startup.jsa classes as they stand in memory once loaded and linked, for a quick start
 * share/          icon and entry for a Linux desktop
 * legal/          licences of the libraries (those of the run-time lie in runtime/legal)
 * </pre>
 *
 * <p>Arguments: the folder to make, the application's jar, the platform as in the names of the jars of native code, the
 * build's class path, and then what the program is started with: options for Java, and the main class.
 */
final class Image {
    /**
     * What the program is put through so that the image knows which classes a start needs: command lines, without the
     * program's name. The empty one opens the window, on the headless platform. A rehearsal that does not end by itself
     * is ended when it has loaded all it needs.
     */
    private static final List<String> REHEARSALS = List.of(
            "--version",
            "--help",
            "no-such-command",
            "inspect sample-models/a.safetensors --json",
            "evaluate sample-models/zoo.safetensors --data moons",
            "transform sample-models/a.safetensors --swap 0:1,5 --out moved.npz",
            "align sample-models/glyphs-a.safetensors sample-models/glyphs-b.safetensors --out aligned.safetensors",
            "graph sample-models/a.safetensors --out a.graphml",
            "barrier sample-models/glyphs-a.safetensors aligned.safetensors --data glyphs --rows 0:1000",
            "render path sample-models/a.safetensors sample-models/b.safetensors --out path.png",
            "");

    /** Modules that are reached by reflection or as services only, so that jdeps cannot see them. */
    private static final Set<String> MODULES_BY_REFLECTION = Set.of(
            "java.logging", // slf4j's
            "jdk.incubator.vector", // the kernels', where they choose them at run time
            "jdk.management", // the tensor backend asks for the machine's memory
            "jdk.unsupported", // the tensor backend's Unsafe
            "jdk.zipfs");

    /** Libraries of class files so old that the start-up archive cannot hold them linked. */
    private static final Set<String> OLD_LIBRARIES = Set.of("picocli");

    /** In options and class path stands for the folder that the image lies in, wherever that is. */
    private static final String HOME = "$home";

    /** Options of every start, beside those that the build gives. */
    private static final List<String> OPTIONS = List.of(
            // The JVM sets these itself where it defines the Vector API's module, but not where that comes, defined
            // already, out of the start-up archive: the kernels would run ten times slower.
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+EnableVectorSupport",
            "-XX:+EnableVectorReboxing",
            "-XX:+EnableVectorAggressiveReboxing",
            "-XX:+UseVectorStubs",
            // A start runs much code a few times: optimising it at the usual thresholds takes a core from the window.
            "-XX:CompileThresholdScaling=3",
            // Zoos are held in memory: a quarter of the machine's is too little.
            "-XX:MaxRAMPercentage=60",
            "-XX:-UsePerfData",
            // Standard output is the program's: what the JVM has to say goes to standard error. Not, though, that the
            // archive no longer fits, as when the jars got new dates by being copied: it is a loss of time, no more.
            "-Xlog:disable",
            "-Xlog:all=warning,cds*=off,aot*=off:stderr",
            // Otherwise the backend unpacks itself, 400 MB, into the user's home at its first use.
            "-Djava.library.path=" + HOME + "/lib/native",
            "-Dorg.bytedeco.javacpp.pathsFirst=true");

    /** Replaces itself by Java, so that ending the one ends the other. */
    private static final String SHELL_LAUNCHER = """
            #!/bin/sh
            # Starts Orbifold with the Java that comes with it, from wherever this folder lies.
            self=$(readlink -f -- "$0") || exit 1
            home=${self%%/bin/*}
            exec "$home/runtime/bin/java" \\
                %s "$@"
            """;

    private static final String BATCH_LAUNCHER = """
            @echo off
            setlocal
            set "home=%%~dp0.."
            "%%home%%\\runtime\\bin\\java" ^
                %s %%*
            """;

    private static final List<Integer> ICON_SIZES = List.of(16, 32, 64, 128, 256);

    private static final String DESKTOP_ENTRY = """
            [Desktop Entry]
            Type=Application
            Name=Orbifold
            Comment=Explore the weight space of neural networks modulo its symmetries
            Exec=orbifold
            Icon=orbifold
            Categories=Science;Education;
            """;

    private static final String NOTICE = """
            JavaFX, in runtime/, is licensed as the JDK is: GNU General Public License 2 with the Classpath Exception,
            runtime/legal/java.base. The class files of picocli were rewritten in a newer format, their code unchanged.
            JGraphT is used unchanged under the Eclipse Public License 2.0, https://www.eclipse.org/legal/epl-2.0; its
            source is at https://github.com/jgrapht/jgrapht.

            Protocol Buffers (protobuf-javalite) is used unchanged under this licence:
            Copyright 2008 Google Inc. All rights reserved.
            Redistribution and use in source and binary forms, with or without modification, are permitted provided that
            the following conditions are met:
            * Redistributions of source code must retain the above copyright notice, this list of conditions and the
              following disclaimer.
            * Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the
              following disclaimer in the documentation and/or other materials provided with the distribution.
            * Neither the name of Google Inc. nor the names of its contributors may be used to endorse or promote
              products derived from this software without specific prior written permission.
            THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED
            WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A
            PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT OWNER OR CONTRIBUTORS BE LIABLE FOR ANY
            DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO,
            PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION)
            HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING
            NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
            POSSIBILITY OF SUCH DAMAGE.

            The folders here hold what the libraries' own files say.
            """;

    /** Libraries of native code, in jars or modules; group 2 is the name without the folders. */
    static final Pattern NATIVE = Pattern.compile("(.*/)?([^/]+\\.(so(\\.\\d+)*|dll|dylib|jnilib))");

    private static final Pattern LICENCE =
            Pattern.compile("(?i)/(META-INF/)?(LICEN[SC]E|NOTICE|COPYING|DEPENDENCIES)[^/]*");

    private final Path home;
    private final List<Path> javaFx;
    private final List<Path> natives;
    private final List<Path> libraries;
    private final List<String> options;
    private final String main;

    private Image(Path home, Path application, String platform, List<Path> classPath, List<String> program) {
        Predicate<Path> isJavaFx = jar -> name(jar).startsWith("javafx-");
        Predicate<Path> isNative = jar -> name(jar).matches(".*-" + Pattern.quote(platform) + "(-redist)?\\.jar");
        List<Path> jars = classPath.stream().filter(Files::isRegularFile).toList();
        this.home = home;
        javaFx = jars.stream().filter(isJavaFx).toList();
        natives = jars.stream().filter(isJavaFx.negate().and(isNative)).toList();
        libraries = Stream.concat(
                        Stream.of(application),
                        jars.stream().filter(isJavaFx.or(isNative).negate()))
                .toList();
        options = Stream.concat(program.stream().limit(program.size() - 1), OPTIONS.stream())
                .toList();
        main = program.getLast();
    }

    static void main(String[] args) throws IOException, InterruptedException {
        List<Path> classPath = Arrays.stream(args[3].split(Pattern.quote(System.getProperty("path.separator"))))
                .map(Path::of)
                .toList();
        List<String> program = List.of(args).subList(4, args.length);
        new Image(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]), args[2], classPath, program).make();
    }

    private void make() throws IOException, InterruptedException {
        delete(home);
        copyLibraries();
        unpackNatives();
        linkRuntime();
        copyDocuments();
        addToDesktop();
        boolean archived = makeStartupArchive();
        writeLauncher(archived ? List.of("-XX:SharedArchiveFile=" + HOME + "/lib/startup.jsa") : List.of());
    }

    private void copyLibraries() throws IOException {
        Files.createDirectories(home.resolve("lib"));
        for (Path jar : libraries) {
            Path copy = Files.copy(jar, home.resolve("lib").resolve(name(jar)));
            if (OLD_LIBRARIES.stream().anyMatch(old -> name(jar).startsWith(old + "-"))) {
                modernize(copy);
            }
        }
    }

    /**
     * Rewrites the class files of a jar that are older than Java 6 in the format of Java 8, code unchanged. Those carry
     * no stack maps, which makes them slow to verify, and so the JVM does not link them ahead of time.
     */
    private void modernize(Path jar) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar);
                Stream<Path> all = Files.walk(files.getPath("/"));
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            ClassFile format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                    ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver())));
            ClassTransform anew = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                    .andThen((builder, element) -> {
                        if (element instanceof ClassFileVersion) {
                            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
                        } else {
                            builder.with(element);
                        }
                    });
            for (Path file : all.filter(f -> f.toString().endsWith(".class")).toList()) {
                var model = format.parse(file);
                if (model.majorVersion() < ClassFile.JAVA_6_VERSION) {
                    Files.write(file, format.transformClass(model, anew));
                }
            }
        }
    }

    private void unpackNatives() throws IOException {
        Path folder = Files.createDirectories(home.resolve("lib/native"));
        for (Path jar : natives) {
            copyOut(jar, NATIVE, folder);
        }
        // OpenBLAS is asked for under two names.
        for (Path library : list(folder)) {
            if (name(library).startsWith("libopenblas.")) {
                Path alias = folder.resolve(name(library).replace("libopenblas", "libopenblas_nolapack"));
                if (isWindows()) {
                    Files.copy(library, alias);
                } else {
                    Files.createSymbolicLink(alias, library.getFileName());
                }
            }
        }
    }

    private void linkRuntime() {
        String modulePath = paths(javaFx);
        Set<String> modules = new TreeSet<>(MODULES_BY_REFLECTION);
        modules.addAll(List.of(run(
                        "jdeps",
                        "--print-module-deps",
                        "--ignore-missing-deps",
                        "--recursive",
                        "--multi-release=" + Runtime.version().feature(),
                        "--module-path=" + modulePath,
                        "--class-path=" + paths(libraries),
                        libraries.getFirst().toString())
                .strip()
                .split(",")));
        PluginRepository.registerPlugin(new Fittings());
        run(
                "jlink",
                "--module-path=" + modulePath,
                "--add-modules=" + String.join(",", modules),
                "--no-header-files",
                "--no-man-pages",
                "--output=" + home.resolve("runtime"));
    }

    private void copyDocuments() throws IOException {
        Files.copy(Path.of("LICENSE"), home.resolve("LICENSE"));
        copySamples(home);
        Files.createDirectories(home.resolve("legal"));
        Files.writeString(home.resolve("legal/NOTICE"), NOTICE);
        for (Path jar : Stream.concat(libraries.stream(), natives.stream()).toList()) {
            copyOut(jar, LICENCE, home.resolve("legal").resolve(name(jar).replaceFirst("\\.jar$", "")));
        }
    }

    /** What a Linux desktop shows the program by, in folders named as in those of installed programs. */
    private void addToDesktop() throws IOException {
        Path entries = Files.createDirectories(home.resolve("share/applications"));
        Files.writeString(entries.resolve("orbifold.desktop"), DESKTOP_ENTRY);
        URL[] jars = {libraries.getFirst().toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(jars)) {
            Method painter = loader.loadClass("org.orbifold.figure.ProgramIcon").getMethod("image", int.class);
            for (int size : ICON_SIZES) {
                Path folder = home.resolve("share/icons/hicolor/" + size + "x" + size + "/apps");
                Path icon = Files.createDirectories(folder).resolve("orbifold.png");
                ImageIO.write((BufferedImage) painter.invoke(null, size), "png", icon.toFile());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Archives the classes that the rehearsals load. Several runs make one archive, which is why this goes by lists of
     * classes and not by the one-step cache of {@code -XX:AOTCacheOutput}, which knows one run.
     *
     * @return whether there is an archive; the image works without
     */
    private boolean makeStartupArchive() throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("orbifold-image");
        try {
            copySamples(scratch);
            Set<String> classes = new LinkedHashSet<>();
            for (String rehearsal : REHEARSALS) {
                classes.addAll(rehearse(rehearsal, scratch));
            }
            Path list = Files.write(scratch.resolve("all.classes"), classes);
            Path archive = home.resolve("lib/startup.jsa");
            Path log = scratch.resolve("dump.log");
            int status = java(
                            List.of(
                                    "-Xshare:dump",
                                    "-XX:+AOTClassLinking",
                                    "-XX:SharedClassListFile=" + list,
                                    "-XX:SharedArchiveFile=" + archive),
                            List.of())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (status == 0 && Files.exists(archive)) {
                return true;
            }
            System.err.println("[WARNING] The image starts slowly, for its start-up archive could not be made:");
            Files.readAllLines(log).forEach(System.err::println);
            Files.deleteIfExists(archive);
            return false;
        } finally {
            delete(scratch);
        }
    }

    private static void copySamples(Path folder) throws IOException {
        Path target = Files.createDirectories(folder.resolve("sample-models"));
        try (Stream<Path> samples = Files.list(Path.of("sample-models"))) {
            for (Path sample : samples.toList()) {
                Files.copy(sample, target.resolve(sample.getFileName()));
            }
        }
    }

    /** Runs the program and lists what it loads, in order. */
    private List<String> rehearse(String commandLine, Path scratch) throws IOException, InterruptedException {
        Path list = Files.createTempFile(scratch, "", ".classes");
        Process process = java(
                        List.of(
                                "-XX:DumpLoadedClassList=" + list,
                                "-Duser.home=" + scratch,
                                "-Dglass.platform=Headless",
                                "-Dprism.order=sw"),
                        commandLine.isEmpty() ? List.of() : List.of(commandLine.split(" ")))
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long size = -1;
        while (!process.waitFor(2, TimeUnit.SECONDS) && size < Files.size(list)) {
            size = Files.size(list);
        }
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        // Numbers name classes within one list only. Classes with a source are of loaders that are made at run time.
        return Files.readAllLines(list).stream()
                .filter(line -> !line.contains(" source: "))
                .map(line -> line.replaceFirst(" id: \\d+$", ""))
                .toList();
    }

    /** The program as it starts from where the image lies now. */
    private ProcessBuilder java(List<String> moreOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("runtime/bin/java").toString());
        options.forEach(option -> command.add(option.replace(HOME, home.toString())));
        command.addAll(moreOptions);
        command.add("-cp");
        command.add(classPath().replace(HOME, home.toString()));
        command.add(main);
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** Every jar by its name: a wildcard's order is the file system's, and the start-up archive holds to one order. */
    private String classPath() {
        return libraries.stream()
                .map(jar -> HOME + "/lib/" + name(jar))
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private void writeLauncher(List<String> moreOptions) throws IOException {
        List<String> words = new ArrayList<>(options);
        words.addAll(moreOptions);
        words.addAll(List.of("-cp", classPath(), main));
        Path bin = Files.createDirectories(home.resolve("bin"));
        if (isWindows()) {
            String command = words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(" ^\n    "));
            String script = BATCH_LAUNCHER.formatted(command.replace(HOME, "%home%"));
            Files.writeString(bin.resolve("orbifold.bat"), script.replace("\n", "\r\n"));
        } else {
            String command = words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(" \\\n    "));
            Path launcher = Files.writeString(bin.resolve("orbifold"), SHELL_LAUNCHER.formatted(command));
            launcher.toFile().setExecutable(true, false);
        }
    }

    /** Copies the entries of a jar whose path matches into a folder, without the folders that they lie in. */
    private static void copyOut(Path jar, Pattern path, Path folder) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar);
                Stream<Path> all = Files.walk(files.getPath("/"))) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(f -> path.matcher(f.toString()).matches())
                    .toList()) {
                Files.createDirectories(folder);
                Files.copy(file, folder.resolve(name(file)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static String run(String tool, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = ToolProvider.findFirst(tool).orElseThrow().run(new PrintWriter(out), new PrintWriter(err), args);
        if (status != 0) {
            throw new IllegalStateException(tool + " " + String.join(" ", args) + "\n" + out + err);
        }
        return out.toString();
    }

    private static String paths(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
