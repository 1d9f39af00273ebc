package io.jobledger.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, beside what the peer did and what we want. */
final class Table {
    private static final String NONE = "–";

    private final List<List<String>> rows = new ArrayList<>();

    Table() {
        rows.add(List.of("measure", "ours", "peer's", "ratio", "target", ""));
    }

    /** More is better: we want {@code times} what the peer does. */
    void atLeast(String measure, String unit, double ours, double peer, double times) {
        double ratio = ours / peer;
        add(measure, unit, ours, peer, ratio, "≥ " + number(times) + "×", ratio >= times);
    }

    /** Less is better: we want {@code limit} or less, whatever the peer does; its part may be NaN, for unknown. */
    void atMost(String measure, String unit, double ours, double peer, double limit) {
        add(measure, unit, ours, peer, ours / peer, "≤ " + number(limit) + " " + unit, ours <= limit);
    }

    /** Nothing is wanted. */
    void note(String measure, String unit, double ours, double peer) {
        rows.add(List.of(measure, with(ours, unit), with(peer, unit), ratio(ours / peer), NONE, ""));
    }

    private void add(String measure, String unit, double ours, double peer, double ratio, String target, boolean met) {
        rows.add(
                List.of(measure, with(ours, unit), with(peer, unit), ratio(ratio), target, met ? "met" : "**missed**"));
    }

    /** As Markdown. */
    void print(PrintStream out) {
        rows.add(1, rows.get(0).stream().map(heading -> "---").toList());
        rows.forEach(row -> out.println("| " + String.join(" | ", row) + " |"));
        rows.remove(1);
    }

    private static String with(double value, String unit) {
        return Double.isNaN(value) ? NONE : number(value) + " " + unit;
    }

    private static String ratio(double ratio) {
        return Double.isNaN(ratio) ? NONE : String.format(Locale.ROOT, ratio < 0.1 ? "%.4f" : "%.2f", ratio);
    }

    private static String number(double value) {
        boolean whole = value >= 100 || value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
