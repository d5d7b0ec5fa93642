package dev.interrater;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "dev.interrater";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.interrater.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void rooms_have_no_cycles_either() {
        slices().matching("dev.interrater.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** No clock, no threads, no input and output; so no framework either. */
    @Test
    void metrics_coefficients_and_consensus_know_nothing_but_values_geometry_and_distributions() {
        for (String pure : List.of("dev.interrater.metric", "dev.interrater.coefficient", "dev.interrater.consensus")) {
            ArchRule rule = classes()
                    .that()
                    .resideInAPackage(pure)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            pure,
                            "java.lang",
                            "java.lang.runtime",
                            "java.util",
                            "java.util.function",
                            "java.util.stream",
                            "java.time",
                            "org.locationtech.jts..",
                            "org.apache.commons.statistics..");
            rule.check(CLASSES);
            // Their tests do depend on more.
            JavaClasses impure = new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                    .importPackages(pure);
            assertThrows(AssertionError.class, () -> rule.check(impure));
            noClasses()
                    .that()
                    .resideInAPackage(pure)
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class)
                    .check(CLASSES);
            noClasses()
                    .that()
                    .resideInAPackage(pure)
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .check(CLASSES);
        }
    }

    @Test
    void the_document_draws_the_packages_as_they_are() throws IOException {
        String document = Files.readString(Path.of("docs/design.md"));
        String picture = picture();
        assertTrue(document.contains(picture), "docs/design.md is to have this picture:\n" + picture);
    }

    /** Each arrow stands for a class of one package that uses one of another. */
    private static String picture() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT)
                        && !target.getPackageName().equals(type.getPackageName())) {
                    uses.computeIfAbsent(room(type), room -> new TreeSet<>()).add(room(target));
                }
            }
        }
        StringBuilder picture = new StringBuilder("```mermaid\nflowchart LR\n");
        uses.forEach((room, used) -> used.forEach(other -> picture.append("    ")
                .append(room)
                .append(" --> ")
                .append(other)
                .append('\n')));
        return picture.append("```\n").toString();
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "Interrater" : name.substring(ROOT.length() + 1);
    }

    @Test
    void what_all_resources_share_knows_none_of_them() {
        for (String shared : List.of("web", "database")) {
            classes()
                    .that()
                    .resideInAPackage(ROOT + "." + shared)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideOutsideOfPackages(
                            ROOT + ".security..",
                            ROOT + ".labelstudio..",
                            ROOT + ".labelconfig..",
                            ROOT + ".answer..",
                            ROOT + ".dimension..",
                            ROOT + ".agreement..",
                            ROOT + ".analytics..",
                            ROOT + ".backfill..")
                    .check(CLASSES);
        }
    }

    @Test
    void only_the_entry_point_knows_the_demo() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.interrater", "dev.interrater.demo")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.interrater.demo")
                .check(CLASSES);
    }

    @Test
    void time_comes_from_the_clock() {
        for (Class<?> type : List.of(
                Instant.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class)) {
            noClasses().should().callMethod(type, "now").check(CLASSES);
        }
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
        noClasses().should().callConstructor(Date.class).check(CLASSES);
    }

    /** The tag of an answer is of its bytes, and {@code Map.of} has another order in every process. */
    @Test
    void whatever_process_answers_writes_what_it_answers_in_the_same_order() {
        Set<String> unordered = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                if (call.getTargetOwner().isEquivalentTo(Map.class)
                        && call.getName().equals("of")
                        && call.getTarget().getRawParameterTypes().size() > 2) {
                    unordered.add(type.getSimpleName());
                }
            }
        }
        // They sort what they have got so, look it up and never write it, or have headers.
        assertEquals(
                Set.of(
                        "DataManagerResource",
                        "EmbeddedDatabase",
                        "LineStream",
                        "MetricParamView",
                        "Parameter",
                        "TextSimilarity",
                        "TimeFormat"),
                unordered);
    }
}
