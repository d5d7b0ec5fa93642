package dev.interrater;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.interrater");

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.interrater.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void label_studios_tables_know_nothing_but_the_entity_api() {
        classes()
                .that()
                .resideInAPackage("dev.interrater.labelstudio")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.interrater.labelstudio", "java..", "jakarta.persistence..", "org.hibernate..")
                .check(CLASSES);
    }

    @Test
    void what_all_resources_share_knows_none_of_them() {
        noClasses()
                .that()
                .resideInAPackage("dev.interrater.web")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.interrater.backfill..", "dev.interrater.security..", "dev.interrater.labelstudio..")
                .check(CLASSES);
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
}
