package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the about box tells is what the build says. */
class ProgramTest {
    /** Libraries of tests, which the program is not made of. */
    private static final Set<String> OF_TESTS = Set.of(
            "junit", "opentest4j", "jqwik", "apiguardian", "archunit", "testfx", "org.osgi", "hamcrest", "assertj");

    private static String text(Element element, String tag) {
        NodeList children = element.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element child && child.getTagName().equals(tag)) {
                return child.getTextContent();
            }
        }
        throw new AssertionError("no " + tag);
    }

    @Test
    void theVersionIsTheBuilds() throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new File("pom.xml"))
                .getDocumentElement();
        assertEquals(text(project, "version"), Program.version());
    }

    @Test
    void everyLibraryHasItsLicence() {
        List<String> prefixes =
                Program.parts().stream().flatMap(part -> part.files().stream()).toList();
        Set<String> missing = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(jar -> OF_TESTS.stream().noneMatch(jar::startsWith))
                .filter(jar -> prefixes.stream().noneMatch(jar::startsWith))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), missing);
    }
}
