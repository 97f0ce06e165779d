package org.orbifold;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Packages stand on floors: each imports from floors below only, never sideways or up. */
class FloorsTest {
    private static final List<List<String>> FLOORS = List.of(
            List.of("tensor", "job"),
            List.of("net", "manifold"),
            List.of("symmetry", "data"),
            List.of("align", "graph", "io"),
            List.of("zoo", "path", "gnn"),
            List.of("flow"),
            List.of("generative", "bayes"),
            List.of("figure"),
            List.of("study"),
            List.of("ui"),
            List.of("cli"));

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.orbifold");
    }

    @Test
    void everyPackageStandsOnAFloor() {
        Architectures.LayeredArchitecture floors = Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true);
        for (List<String> floor : FLOORS) {
            for (String name : floor) {
                floors = floors.layer(name).definedBy("org.orbifold." + name + "..");
            }
        }
        for (int level = 0; level < FLOORS.size(); level++) {
            String[] above = FLOORS.subList(level + 1, FLOORS.size()).stream()
                    .flatMap(List::stream)
                    .toArray(String[]::new);
            for (String name : FLOORS.get(level)) {
                floors = above.length == 0
                        ? floors.whereLayer(name).mayNotBeAccessedByAnyLayer()
                        : floors.whereLayer(name).mayOnlyBeAccessedByLayers(above);
            }
        }
        floors.ensureAllClassesAreContainedInArchitecture().check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("org.orbifold.(**)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void onlyTheFacesKnowJavaFx() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.orbifold.ui..", "org.orbifold.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..")
                .check(classes);
    }

    @Test
    void onlyTheEngineKnowsTheArrayLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.orbifold.tensor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..", "org.bytedeco..", "jdk.incubator..")
                .check(classes);
    }

    @Test
    void sessionsKnowNoViews() {
        noClasses()
                .that()
                .resideInAPackage("org.orbifold.ui.session..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.orbifold.ui.views..", "javafx.scene..", "javafx.stage..")
                .check(classes);
    }
}
