package dev.interrater.labelconfig;

/** A label config that cannot be read. The message is a short reason to be shown to people. */
public class InvalidLabelConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A reason such as "The label config is no XML (line 3)." */
    public InvalidLabelConfigException(String reason) {
        super(reason);
    }
}
