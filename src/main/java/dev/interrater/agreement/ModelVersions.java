package dev.interrater.agreement;

/**
 * The versions of models whose predictions take part in a project.
 *
 * @param versions as Label Studio has them
 * @param participants the number that each of them is as a participant, less than 0
 */
public record ModelVersions(String[] versions, Long[] participants) {
    /** No model takes part. */
    public static final ModelVersions NONE = new ModelVersions(new String[0], new Long[0]);

    boolean isEmpty() {
        return versions.length == 0;
    }
}
