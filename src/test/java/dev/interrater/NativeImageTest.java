package dev.interrater;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.interrater.database.Migrations;
import dev.interrater.quality.ConsensusListView;
import dev.interrater.web.AllowedMethods;
import dev.interrater.web.ErrorResponse;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.junit.jupiter.api.Test;

/**
 * What the builder of native executables cannot find out: it leaves out what is reached by reflection alone, and keeps the
 * values that static fields have while it builds.
 */
class NativeImageTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.interrater");

    /** What Jackson writes without looking into it. Maps and lists hold nothing else. */
    private static final Set<Class<?>> VALUES = Set.of(
            String.class,
            Object.class,
            Integer.class,
            int.class,
            Long.class,
            long.class,
            Boolean.class,
            Double.class,
            double.class,
            boolean.class,
            UUID.class,
            Instant.class,
            Map.class,
            List.class);

    private static final Pattern REFLECTION = Pattern.compile("forName|newInstance|get(Declared)?(Annotations?|Classes"
            + "|Constructors?|Fields?|Methods?)|getAnnotationsByType|getRecordComponents");

    private static final Pattern CONFIGURATION =
            Pattern.compile("^(org\\.eclipse\\.microprofile|io\\.smallrye)\\.config\\."
                    + "|^io\\.quarkus\\.runtime\\.configuration\\."
                    + "|^java\\.lang\\.System\\.(getenv|getProperty|getProperties)$"
                    + "|^java\\.lang\\.(Boolean\\.getBoolean|Integer\\.getInteger|Long\\.getLong)$");

    private final Set<Class<?>> bodies = new HashSet<>();

    @Test
    void every_type_in_the_body_of_an_answer_is_registered() {
        for (JavaClass type : CLASSES) {
            for (Method method : type.reflect().getDeclaredMethods()) {
                if (answers(method)) {
                    collect(method.getGenericReturnType());
                }
            }
        }
        collect(ErrorResponse.class); // what a Response has in it cannot be told from its type
        collect(ConsensusListView.class); // nor what a page in a stream is written from
        Set<String> names = new TreeSet<>();
        for (Class<?> body : bodies) {
            names.add(body.getSimpleName());
            assertTrue(body.isAnnotationPresent(RegisterForReflection.class), body::toString);
        }
        assertTrue(names.containsAll(Set.of("JobView", "JobStatus", "TriggerResponse")), names::toString);
    }

    private static boolean answers(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            if (annotation instanceof ServerExceptionMapper
                    || annotation.annotationType().isAnnotationPresent(HttpMethod.class)) {
                return true;
            }
        }
        return false;
    }

    private void collect(Type type) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::collect);
        } else if (type instanceof Class<?> array && array.isArray()) {
            collect(array.getComponentType());
        } else if (type instanceof Class<?> body
                && !body.isPrimitive()
                && body != Response.class
                && body != Buffer.class
                && body != Void.class
                && !VALUES.contains(body)) {
            assertTrue(
                    body.getName().startsWith("dev.interrater."),
                    () -> body + " is nothing that is known to be written");
            if (bodies.add(body) && body.isRecord()) {
                for (RecordComponent component : body.getRecordComponents()) {
                    collect(component.getGenericType());
                }
            }
        }
    }

    @Test
    void jackson_writes_nothing_else_than_errors_and_texts() {
        Set<String> writers = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                if (call.getTargetOwner().isAssignableTo(ObjectMapper.class)
                        && call.getName().matches("(write|read|convert|update)Value.*|valueToTree|treeToValue")) {
                    writers.add(type.getSimpleName() + "." + call.getName());
                }
            }
        }
        // A line of a list of tasks is what the page of it has, too; what gets an entity tag is the body of an
        // operation.
        assertEquals(
                Set.of(
                        "HttpErrors.writeValueAsString",
                        "Category.writeValueAsString",
                        "ConsensusResource.writeValueAsString",
                        "EntityTags.writeValueAsBytes",
                        "LineStream.writeValueAsString"),
                writers);
    }

    @Test
    void nothing_else_is_reached_by_reflection() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(AllowedMethods.class) // it runs while the executable is built
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "reflects",
                        call -> call.getTargetOwner().isEquivalentTo(Class.class)
                                        && REFLECTION.matcher(call.getName()).matches()
                                || Set.of("java.lang.reflect", "java.lang.invoke")
                                        .contains(call.getTargetOwner().getPackageName())
                                || call.getTargetOwner().getName().equals("java.util.ServiceLoader")))
                .check(CLASSES);
    }

    @Test
    void no_resource_is_read_but_by_the_demo_which_is_left_out_and_those_that_are_included() throws IOException {
        assertTrue(Files.readString(Path.of("src/main/resources/application.properties"))
                .contains("\nquarkus.native.resources.includes=page/**,openapi/**\n"));
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.interrater.demo", "dev.interrater.page")
                .and()
                .haveNameNotMatching(".*[.]ApiDocument.*")
                .and()
                .doNotBelongToAnyOf(Migrations.class) // which asks whether it is left out
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "reads a resource", call -> call.getName().matches("getResource(s|AsStream)?|getBundle")))
                .check(CLASSES);
    }

    /** Quarkus has executables linked as a whole, so a call that leads to a missing library ends the build. */
    @Test
    void nothing_leads_to_the_libraries_that_executables_leave_out() {
        Set<JavaCodeUnit> users = CLASSES.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner()
                                .getName()
                                .matches("(io[.]zonky|org[.]flywaydb|org[.]postgresql)[.].*")))
                .collect(Collectors.toSet());
        assertTrue(users.size() > 3, users::toString);
        Set<JavaCodeUnit> seen = new HashSet<>();
        assertEquals(
                Set.of(), users.stream().filter(unit -> isLinked(unit, seen)).collect(Collectors.toSet()));
    }

    /**
     * Whether executables have it: it is not substituted, and something that they have leads to it, or nothing here does, and so
     * possibly what is not ours. A method of an object counts as reached where the object can be made.
     */
    private static boolean isLinked(JavaCodeUnit unit, Set<JavaCodeUnit> seen) {
        if (isSubstituted(unit) || !seen.add(unit)) {
            return false;
        }
        if (unit.isMethod() && !unit.getModifiers().contains(JavaModifier.STATIC)) {
            return unit.getOwner().getConstructors().stream().anyMatch(made -> isLinked(made, seen));
        }
        return unit.getCallsOfSelf().isEmpty()
                || unit.getCallsOfSelf().stream().anyMatch(call -> isLinked(call.getOrigin(), seen));
    }

    private static boolean isSubstituted(JavaCodeUnit unit) {
        return CLASSES.stream()
                .filter(type -> type.tryGetAnnotationOfType(TargetClass.class)
                        .filter(target -> unit.getOwner().isEquivalentTo(target.value()))
                        .isPresent())
                .flatMap(type -> type.getMethods().stream())
                .anyMatch(method -> method.isAnnotatedWith(Substitute.class)
                        && method.getName().equals(unit.getName())
                        && method.getRawParameterTypes().equals(unit.getRawParameterTypes()));
    }

    /** Before Quarkus runs, the configuration of a native executable is its builder's, without any of its own variables. */
    @Test
    void nothing_reads_the_configuration_before_the_run_has_its_own() {
        Deque<JavaCodeUnit> early = new ArrayDeque<>();
        for (JavaClass type : CLASSES) {
            type.getStaticInitializer().ifPresent(early::add);
            type.tryGetMethod("main", String[].class).ifPresent(early::add);
        }
        assertTrue(early.size() > 10, early::toString);
        Set<JavaCodeUnit> seen = new HashSet<>(early);
        Set<String> readers = new TreeSet<>();
        while (!early.isEmpty()) {
            JavaCodeUnit unit = early.remove();
            for (JavaCall<?> call : unit.getCallsFromSelf()) {
                String method = call.getTargetOwner().getName() + "." + call.getName();
                if (CONFIGURATION.matcher(method).find()) {
                    readers.add(unit.getFullName() + " calls " + method);
                }
                call.getTarget()
                        .resolveMember()
                        .filter(target -> CLASSES.contain(target.getOwner().getName()) && seen.add(target))
                        .ifPresent(early::add);
            }
        }
        assertEquals(Set.of(), readers);
    }

    @Test
    void nothing_of_the_building_machine_is_kept_in_a_static_field() {
        for (Class<?> type : List.of(
                Random.class,
                Thread.class,
                Executor.class,
                Process.class,
                InetAddress.class,
                ByteBuffer.class,
                Instant.class)) {
            noFields()
                    .that()
                    .haveModifier(JavaModifier.STATIC)
                    .should()
                    .haveRawType(DescribedPredicate.describe(type.getName(), raw -> raw.isAssignableTo(type)))
                    .check(CLASSES);
        }
    }
}
