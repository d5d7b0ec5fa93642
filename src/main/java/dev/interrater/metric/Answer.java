package dev.interrater.metric;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What one participant answered in one dimension of one task. */
public sealed interface Answer {

    /** The answer of a participant who gave none. */
    Answer NONE = new Values(Map.of());

    /** Whether there is nothing in it: the participant did not answer. */
    boolean isEmpty();

    /**
     * The answer of a control that asks about the task as a whole. Answers that say the same are equal, so it may serve as a
     * category.
     *
     * @param byPlace one value for the whole task, or one per item where the control asks about every page or image
     */
    record Values(Map<Place, Value> byPlace) implements Answer {
        /** Keeps a copy of the map. */
        public Values {
            byPlace = Map.copyOf(byPlace);
        }

        /** The number, where one number is the answer about the whole task: what can be compared by size. */
        public OptionalDouble number() {
            return byPlace.size() == 1 && byPlace.get(Place.WHOLE_TASK) instanceof Value.Quantity quantity
                    ? OptionalDouble.of(quantity.amount())
                    : OptionalDouble.empty();
        }

        @Override
        public boolean isEmpty() {
            return byPlace.isEmpty();
        }
    }

    /**
     * The answer of a control that marks regions, or that asks about each of them.
     *
     * @param regions in no particular order
     */
    record Regions(List<Region> regions) implements Answer {
        /** Keeps a copy of the list. */
        public Regions {
            regions = List.copyOf(regions);
        }

        @Override
        public boolean isEmpty() {
            return regions.isEmpty();
        }
    }
}
