package dev.interrater.web;

/** Names of the extensions by which Label Studio's SDK is generated: they say what an operation is called there. */
public final class SdkNames {
    /** The group that a method belongs to; a group inside another is a JSON array of both names. */
    public static final String GROUP = "x-fern-sdk-group-name";

    /** The name of the method. */
    public static final String METHOD = "x-fern-sdk-method-name";

    /** The group {@code projects.stats}, as JSON. */
    public static final String PROJECTS_STATS = "[\"projects\", \"stats\"]";

    /** The group {@code projects.metrics}, as JSON. */
    public static final String PROJECTS_METRICS = "[\"projects\", \"metrics\"]";

    /** The group {@code projects.agreement}, as JSON: what no edition of Label Studio has. */
    public static final String PROJECTS_AGREEMENT = "[\"projects\", \"agreement\"]";

    private SdkNames() {}
}
