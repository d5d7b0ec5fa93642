package dev.interrater.tasks;

import dev.interrater.agreement.ComparedTask;
import dev.interrater.agreement.Participant;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far participants agree on one task.
 *
 * @param matrix the agreement of each two of them, 1 with oneself, null where it is not defined
 * @param users the participants, in the order of the matrix
 */
@RegisterForReflection
@Schema(
        name = "TaskAgreementMatrixResponse",
        requiredProperties = {"matrix", "users"})
public record TaskAgreementMatrixView(
        @Schema(
                description =
                        "Pairwise agreement scores matrix where matrix[i][j] is the agreement between users[i] and users[j]")
        List<List<Double>> matrix,

        @Schema(
                type = SchemaType.ARRAY,
                implementation = Map.class,
                description = "Participant details (annotators, model versions, ground truth)")
        List<Map<String, Object>> users) {

    static TaskAgreementMatrixView of(
            ComparedTask task, ComparedTask.Scores scores, List<Participant> chosen, List<Map<String, Object>> users) {
        List<List<Double>> matrix = new ArrayList<>();
        for (Participant one : chosen) {
            List<Double> row = new ArrayList<>();
            for (Participant other : chosen) {
                row.add(score(task, scores, one, other));
            }
            matrix.add(row);
        }
        return new TaskAgreementMatrixView(matrix, users);
    }

    private static Double score(ComparedTask task, ComparedTask.Scores scores, Participant one, Participant other) {
        int i = task.participants().indexOf(one);
        int j = task.participants().indexOf(other);
        return one.equals(other) ? (Double) 1.0 : i < 0 || j < 0 ? null : scores.of(i, j);
    }
}
