package dev.interrater.live;

/** Label Studio has no such project, or has deleted it softly. */
final class ProjectGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;
}
