package dev.interrater.agreement;

/** Arrays as PostgreSQL reads them in a text: the way of arrays of arrays, which unnest would flatten. */
final class ArrayText {
    private ArrayText() {}

    static String of(Long[] numbers) {
        StringBuilder text = new StringBuilder();
        for (Long number : numbers) {
            next(text).append(number);
        }
        return closed(text);
    }

    /** What is no number becomes null. */
    static String of(double[] numbers) {
        StringBuilder text = new StringBuilder();
        for (double number : numbers) {
            if (Double.isNaN(number)) {
                next(text).append("NULL");
            } else if (number == 0 || number == 1) {
                next(text).append((int) number); // most scores, and shorter
            } else {
                next(text).append(number);
            }
        }
        return closed(text);
    }

    static String of(int[] numbers) {
        StringBuilder text = new StringBuilder();
        for (int number : numbers) {
            next(text).append(number);
        }
        return closed(text);
    }

    static String of(String[] texts) {
        StringBuilder text = new StringBuilder();
        for (String element : texts) {
            if (element == null) {
                next(text).append("NULL");
            } else {
                next(text)
                        .append('"')
                        .append(element.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            }
        }
        return closed(text);
    }

    private static StringBuilder next(StringBuilder text) {
        return text.append(text.isEmpty() ? '{' : ',');
    }

    private static String closed(StringBuilder text) {
        return text.isEmpty() ? "{}" : text.append('}').toString();
    }
}
