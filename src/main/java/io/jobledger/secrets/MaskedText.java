package io.jobledger.secrets;

/** Collects one text with its secrets masked. They are told in their order. */
final class MaskedText {
    private final String text;
    private final StringBuilder out = new StringBuilder();

    /** The place up to which the text has been written to {@link #out}. */
    private int written;

    MaskedText(String text) {
        this.text = text;
    }

    /** @return {@code end}, the place to go on from */
    int mask(int start, int end) {
        if (start < end && !(end - start == Secrets.MASK.length() && text.startsWith(Secrets.MASK, start))) {
            out.append(text, written, start).append(Secrets.MASK);
            written = end;
        }
        return end;
    }

    /** Returns the masked text; the same instance if there is no secret in it. */
    String whole() {
        return written == 0 ? text : out.append(text, written, text.length()).toString();
    }
}
