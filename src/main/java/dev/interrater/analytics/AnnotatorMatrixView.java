package dev.interrater.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far every two annotators of a project agree: row i and column j are about users i and j. By label, each is an object of such
 * matrices, or figures, by label.
 *
 * @param agreement 0…1, null where two have no task in common; 1 on the diagonal, by label null
 * @param commonTasks tasks that both answered, by label those in which one of the two uses it; 0 on the diagonal
 * @param std standard deviation of all scores of all pairs; left out unless it is asked for and there is one
 * @param users those who have a task in common with another, by ID
 */
@RegisterForReflection
@Schema(
        name = "AnnotatorAgreementMatrix",
        requiredProperties = {"IAA", "common_tasks", "users"})
public record AnnotatorMatrixView(
        @JsonProperty("IAA")
        @Schema(
                name = "IAA",
                implementation = Object.class,
                description =
                        "A matrix of figures from 0 to 1, null where two have no common task; by label an object of them")
        Object agreement,

        @Schema(
                implementation = Object.class,
                description = "A matrix of the numbers of tasks that two have in common; by label an object of them")
        Object commonTasks,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
                implementation = Object.class,
                description = "Standard deviation of all scores of pairs, if asked for; by label an object of them")
        Object std,

        @Schema(type = SchemaType.ARRAY, implementation = Object.class, description = "The users: id and email, or all")
        List<Map<String, Object>> users) {}
