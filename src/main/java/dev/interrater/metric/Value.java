package dev.interrater.metric;

import java.util.List;
import java.util.Set;

/** One answer to one question, without a place. */
public sealed interface Value {

    /**
     * Chosen items.
     *
     * @param items in the order in which they were chosen, each with the items above it, from the topmost to itself
     */
    record Choices(List<List<String>> items) implements Value {
        /** Keeps a copy of the list. */
        public Choices {
            items = items.stream().map(List::copyOf).toList();
        }

        /** Of items that have none above them. */
        public static Choices of(List<String> items) {
            return new Choices(items.stream().map(List::of).toList());
        }
    }

    /**
     * Chosen nodes of a taxonomy.
     *
     * @param paths each from the root to the chosen node, in no particular order
     */
    record Paths(Set<List<String>> paths) implements Value {
        /** Keeps a copy of the set. */
        public Paths {
            paths = Set.copyOf(paths);
        }
    }

    /**
     * A number or a rating.
     *
     * @param amount finite
     */
    record Quantity(double amount) implements Value {
        /** Refuses what is no finite number; there is only one zero. */
        public Quantity {
            if (!Double.isFinite(amount)) {
                throw new IncomparableAnswerException("the number is not finite");
            }
            amount += 0.0;
        }
    }

    /**
     * Written text.
     *
     * @param lines as many as were entered, empty ones too
     */
    record Text(List<String> lines) implements Value {
        /** Keeps a copy of the list. */
        public Text {
            lines = List.copyOf(lines);
        }
    }

    /**
     * What was said in a dialogue.
     *
     * @param messages in their order, each as one and the same text for equal messages
     */
    record Messages(List<String> messages) implements Value {
        /** Keeps a copy of the list. */
        public Messages {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Anything that can only be equal or not: a date, a preferred side, a ranking.
     *
     * @param text one and the same text for equal answers
     */
    record Literal(String text) implements Value {}
}
