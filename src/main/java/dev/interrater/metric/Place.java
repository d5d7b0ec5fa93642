package dev.interrater.metric;

/**
 * Where in its task something was said. Answers given at different places are never compared with each other (ours).
 *
 * @param item index of the page or image in a task that has several, otherwise 0
 * @param channel audio channel, otherwise 0
 * @param repetition the control's full name where a Repeater makes several controls of one, otherwise empty
 */
public record Place(int item, int channel, String repetition) {

    /** The only place of most tasks. */
    public static final Place WHOLE_TASK = new Place(0, 0, "");
}
