package dev.interrater.coefficient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.testing.ReferencePython;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coefficients with their errors, against irrCAC and krippendorff: published data and generated ones, with missing answers. */
class PublishedIntervalsTest {
    private static final double TOLERANCE = 1e-6;

    @Test
    void coefficients_errors_intervals_and_p_values_are_those_of_irrcac() throws IOException {
        int compared = 0;
        for (JsonNode example : ReferencePython.kept("coefficients")) {
            DimensionCoefficients found = of(example.path("ratings"));
            for (WeightedCoefficients weighted : found.weighted()) {
                String weights = weighted.weights().name().toLowerCase(Locale.ROOT);
                JsonNode expected = example.path("weights").path(weights);
                String at = example.path("name").asText() + " " + weights;
                if (expected.isMissingNode()) {
                    assertEquals(
                            "Ratios need values that are greater than 0.",
                            weighted.gwet().reason(),
                            at);
                    continue;
                }
                Map<String, Coefficient> all = Map.of(
                        "percent_agreement", weighted.percentAgreement(),
                        "gwet", weighted.gwet(),
                        "brennan_prediger", weighted.brennanPrediger(),
                        "krippendorff", weighted.krippendorff(),
                        "fleiss", weighted.fleiss(),
                        "conger", weighted.congerKappa());
                for (Map.Entry<String, Coefficient> one : all.entrySet()) {
                    assertSame(expected.path(one.getKey()), one.getValue(), at + " " + one.getKey());
                    compared++;
                }
            }
        }
        assertEquals(750, compared, 120);
    }

    private static void assertSame(JsonNode expected, Coefficient actual, String at) {
        assertNotNull(actual.value(), at + ": " + actual.reason());
        assertEquals(expected.path("value").asDouble(), actual.value(), TOLERANCE, at);
        if (expected.path("se").asDouble() <= 1e-12) {
            assertNull(actual.error(), at);
            assertEquals("All tasks agree alike, so there is no error to tell.", actual.errorReason(), at);
            return;
        }
        SamplingError error = actual.error();
        assertNotNull(error, at + ": " + actual.errorReason());
        assertEquals(expected.path("se").asDouble(), error.standardError(), TOLERANCE, at);
        assertEquals(expected.path("low").asDouble(), error.low(), TOLERANCE, at);
        assertEquals(expected.path("high").asDouble(), error.high(), TOLERANCE, at);
        assertEquals(expected.path("p").asDouble(), error.p(), TOLERANCE, at);
    }

    @Test
    void alphas_of_all_levels_are_those_of_krippendorffs_package() throws IOException {
        for (JsonNode example : ReferencePython.kept("coefficients")) {
            DimensionCoefficients found = of(example.path("ratings"));
            JsonNode alphas = example.path("alpha");
            String at = example.path("name").asText();
            assertEquals(alphas.path("nominal").asDouble(), found.nominal().value(), TOLERANCE, at);
            assertEquals(alphas.path("ordinal").asDouble(), found.ordinal().value(), TOLERANCE, at);
            assertEquals(alphas.path("interval").asDouble(), found.interval().value(), TOLERANCE, at);
            Coefficient ratio = weighted(found, Weights.RATIO).krippendorff();
            if (ratio.isDefined()) {
                assertEquals(alphas.path("ratio").asDouble(), ratio.value(), TOLERANCE, at);
            }
        }
    }

    /** What was there before has got the error of the same coefficient by the same units. */
    @Test
    void the_old_coefficients_have_the_errors_of_the_same_by_weights() throws IOException {
        for (JsonNode example : ReferencePython.kept("coefficients")) {
            DimensionCoefficients found = of(example.path("ratings"));
            String at = example.path("name").asText();
            JsonNode expected = example.path("weights");
            assertSame(expected.at("/identity/krippendorff"), found.nominal(), at);
            assertSame(expected.at("/quadratic/krippendorff"), found.interval(), at);
            assertEquals(found.ordinal().value(), found.ordinal().error().high(), 1, at);
            boolean complete = LongStream.range(0, example.path("ratings").size())
                    .allMatch(i ->
                            !example.path("ratings").get((int) i).toString().contains("null"));
            if (complete) {
                assertSame(expected.at("/identity/fleiss"), found.fleiss(), at);
            }
            if (complete && example.path("ratings").get(0).size() == 2) {
                assertSame(
                        expected.at("/identity/conger"),
                        found.cohen().values().values().iterator().next(),
                        at);
            }
        }
    }

    @Test
    void where_python_is_its_figures_are_the_kept_ones(@TempDir Path directory) throws Exception {
        Optional<JsonNode> fresh = ReferencePython.fresh("coefficients", "irrCAC", directory);
        assumeTrue(fresh.isPresent(), "there is no Python with irrCAC");
        ReferencePython.assertSame(ReferencePython.kept("coefficients"), fresh.get(), 1e-9, "coefficients.json");
    }

    @Test
    void what_has_no_error_says_why() {
        DimensionCoefficients one = new DimensionCoefficients(false);
        one.add(new Long[] {1L, 2L}, new String[] {"a", "b"}, 1);
        assertNull(one.nominal().error());
        assertEquals("A single task tells no error.", one.nominal().errorReason());
        assertEquals(
                "A single task tells no error.",
                one.cohen().values().values().iterator().next().errorReason());

        DimensionCoefficients same = new DimensionCoefficients(false);
        same.add(new Long[] {1L, 2L}, new String[] {"a", "a"}, 7);
        WeightedCoefficients identity = weighted(same, Weights.IDENTITY);
        assertEquals(1, identity.percentAgreement().value());
        assertEquals(
                "All tasks agree alike, so there is no error to tell.",
                identity.percentAgreement().errorReason());
        for (Coefficient undefined :
                List.of(identity.gwet(), identity.fleiss(), identity.brennanPrediger(), identity.congerKappa())) {
            assertEquals("All answers are the same.", undefined.reason());
            assertNull(undefined.errorReason());
        }

        DimensionCoefficients alone = new DimensionCoefficients(false);
        alone.add(new Long[] {1L}, new String[] {"a"}, 3);
        assertEquals(
                "No task has two answers.",
                weighted(alone, Weights.IDENTITY).gwet().reason());
    }

    /** A project has few different tasks, however many it has; where it has too many, only the errors are missing. */
    @Test
    void more_different_tasks_than_are_remembered_have_no_errors_and_the_same_coefficients() {
        DimensionCoefficients many = new DimensionCoefficients(true);
        NominalAlpha alpha = new NominalAlpha();
        Random random = new Random(1);
        for (int task = 0; task < 2_000; task++) {
            String[] answers = {random.nextInt(400) + ".0", random.nextInt(400) + ".0"};
            many.add(new Long[] {1L, 2L}, answers, 1);
            alpha.add(List.of(answers));
        }
        assertEquals(alpha.value().value(), many.nominal().value());
        assertNull(many.nominal().error());
        assertEquals("There are more than 300 different values.", many.nominal().errorReason());
        assertEquals("There are more than 300 different values.", many.valuesReason());
        assertEquals(List.of(), many.values());
        many.weighted().forEach(weighted -> assertNull(weighted.gwet().value()));
    }

    /** Each coefficient of many annotators in any order, and of tasks with the same answers added one by one or together. */
    @Test
    void neither_the_order_of_tasks_nor_adding_them_together_changes_anything() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<String[]> tasks = new ArrayList<>();
            for (int task = 0; task < 40; task++) {
                tasks.add(random.ints(3, -1, 3)
                        .mapToObj(value -> value < 0 ? null : value + 1 + ".0")
                        .toArray(String[]::new));
            }
            DimensionCoefficients once = new DimensionCoefficients(true);
            tasks.forEach(task -> once.add(new Long[] {1L, 2L, 3L}, task, 3));
            DimensionCoefficients thrice = new DimensionCoefficients(true);
            Collections.shuffle(tasks, random);
            IntStream.range(0, 3).forEach(i -> tasks.forEach(task -> thrice.add(new Long[] {1L, 2L, 3L}, task, 1)));
            for (Weights weights : Weights.values()) {
                assertEquals(
                        weighted(once, weights).gwet().error().low(),
                        weighted(thrice, weights).gwet().error().low(),
                        1e-9);
                assertEquals(
                        weighted(once, weights).congerKappa().error().p(),
                        weighted(thrice, weights).congerKappa().error().p(),
                        1e-9);
            }
        }
    }

    /** The example of the prevalence paradox in docs/results.md: nearly all tasks are the same, and nearly all answers agree. */
    @Test
    void the_prevalence_paradox_lowers_kappa_and_alpha_and_not_ac1() {
        DimensionCoefficients found = new DimensionCoefficients(false);
        Long[] both = {1L, 2L};
        found.add(both, new String[] {"fine", "fine"}, 118);
        found.add(both, new String[] {"fine", "broken"}, 5);
        found.add(both, new String[] {"broken", "fine"}, 2);
        WeightedCoefficients identity = weighted(found, Weights.IDENTITY);
        assertEquals(0.944, identity.percentAgreement().value(), 5e-4);
        assertEquals(-0.023, identity.congerKappa().value(), 5e-4);
        assertEquals(0.941, identity.gwet().value(), 5e-4);
        ValueAgreement fine = found.values().get(0);
        ValueAgreement broken = found.values().get(1);
        assertEquals("fine", fine.value());
        assertEquals(243, fine.answers());
        assertEquals(236 / 243.0, fine.specific(), 1e-12);
        assertEquals(0, broken.specific(), 1e-12);
        assertEquals(found.nominal().value(), broken.alpha().value(), 1e-12);
    }

    @Test
    void a_value_has_the_alpha_of_the_answers_cut_down_to_it() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            DimensionCoefficients all = new DimensionCoefficients(false);
            NominalAlpha ofA = new NominalAlpha();
            double agreed = 0;
            double asked = 0;
            for (int task = 0; task < 30; task++) {
                String[] answers = random.ints(4, 0, 4)
                        .mapToObj(value -> value == 3 ? null : "abc".charAt(value) + "")
                        .toArray(String[]::new);
                all.add(new Long[] {1L, 2L, 3L, 4L}, answers, 1);
                List<String> cut = new ArrayList<>();
                for (String answer : answers) {
                    cut.add(answer == null ? null : answer.equals("a") ? "a" : "other");
                }
                ofA.add(cut);
                long given = cut.stream().filter("a"::equals).count();
                long size = cut.stream().filter(answer -> answer != null).count();
                agreed += given * (given - 1);
                asked += given * (size - 1);
            }
            ValueAgreement a = all.values().stream()
                    .filter(value -> value.value().equals("a"))
                    .findAny()
                    .orElseThrow();
            assertEquals(ofA.value().value(), a.alpha().value(), 1e-9);
            assertEquals(agreed / asked, a.specific(), 1e-12);
            assertEquals(
                    1, all.values().stream().mapToDouble(ValueAgreement::share).sum(), 1e-12);
        }
    }

    private static WeightedCoefficients weighted(DimensionCoefficients found, Weights weights) {
        return found.weighted().stream()
                .filter(one -> one.weights() == weights)
                .findAny()
                .orElseThrow();
    }

    private static DimensionCoefficients of(JsonNode ratings) {
        DimensionCoefficients found = new DimensionCoefficients(true);
        for (JsonNode unit : ratings) {
            Long[] raters = LongStream.rangeClosed(1, unit.size()).boxed().toArray(Long[]::new);
            String[] answers = new String[unit.size()];
            for (int i = 0; i < answers.length; i++) {
                answers[i] =
                        unit.get(i).isNull() ? null : String.valueOf(unit.get(i).asDouble());
            }
            found.add(raters, answers, 1);
        }
        return found;
    }
}
