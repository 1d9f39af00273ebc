package io.jobledger.imports;

import java.util.ArrayDeque;

/** Measures how many files are dealt with per second. */
final class Rate {
    private static final long WINDOW_MILLIS = 10_000;

    private record Point(long at, long files) {}

    private final ArrayDeque<Point> points = new ArrayDeque<>();
    private Point first;
    private Point lastMove;

    /** @param files dealt with so far */
    void at(long now, long files) {
        Point point = new Point(now, files);
        if (first == null) {
            first = point;
            lastMove = point;
        }
        if (files != lastMove.files()) {
            lastMove = point;
        }
        points.add(point);
        while (now - points.peekFirst().at() > WINDOW_MILLIS && points.size() > 2) {
            points.poll();
        }
    }

    /** Returns the rate over the last seconds. */
    double recent() {
        return points.isEmpty() ? 0 : between(points.peekFirst(), points.peekLast());
    }

    /** Returns the rate from the beginning to the last file. */
    double overall() {
        return first == null ? 0 : between(first, lastMove);
    }

    private static double between(Point from, Point to) {
        return to.at() == from.at() ? 0 : (to.files() - from.files()) * 1000.0 / (to.at() - from.at());
    }
}
