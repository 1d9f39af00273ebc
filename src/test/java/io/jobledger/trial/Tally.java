package io.jobledger.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of the trials of one kind. */
final class Tally {
    private final String kind;
    private int trials;
    private final List<String> losses = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private String skipped;

    Tally(String kind) {
        this.kind = kind;
    }

    void trial() {
        trials++;
    }

    /** @param what says how to find it again */
    void lost(String what) {
        losses.add(what);
        System.out.println("LOST (" + kind + "): " + what);
    }

    void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }

    void most(String what, long value) {
        counts.merge(what, value, Math::max);
    }

    void skip(String reason) {
        skipped = reason;
    }

    boolean isSkipped() {
        return skipped != null;
    }

    int trials() {
        return trials;
    }

    List<String> losses() {
        return losses;
    }

    @Override
    public String toString() {
        String line = String.format("%-16s %5d trials, %d lost", kind, trials, losses.size());
        if (skipped != null) {
            line += "; skipped: " + skipped;
        }
        return counts.isEmpty() ? line : line + "; " + counts;
    }
}
