package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Scores from reviews of several users, by user ID: all null, for Label Studio Community has no reviews. */
@RegisterForReflection
@Schema(
        name = "UsersReviewScores",
        requiredProperties = {"performance_score", "review_score"})
public record ReviewScoresView(
        @Schema(
                implementation = Object.class,
                description = "Performance scores by user ID; null, for there are no reviews")
        Map<String, Double> performanceScore,

        @Schema(implementation = Object.class, description = "Review scores by user ID; null, for there are no reviews")
        Map<String, Double> reviewScore) {
    /** Of one user. */
    @RegisterForReflection
    @Schema(
            name = "UserReviewScore",
            requiredProperties = {"performance_score", "review_score"})
    public record Single(
            @Schema(nullable = true, description = "Null, for there are no reviews")
            Double performanceScore,

            @Schema(nullable = true, description = "Null, for there are no reviews")
            Double reviewScore) {}

    static ReviewScoresView of(Set<Long> users) {
        Map<String, Double> none = new LinkedHashMap<>();
        users.forEach(user -> none.put(String.valueOf(user), null));
        return new ReviewScoresView(none, none);
    }
}
