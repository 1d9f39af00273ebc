package io.jobledger.ledger.runs;

import java.util.Comparator;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collects the changes of a transaction to the counts. They are written as its last act, in one order. Transactions
 * that change the same counts wait for each other briefly, and never both ways round.
 */
final class CountDeltas {
    /** A day in milliseconds. */
    static final long DAY = 86_400_000;

    record Group(long groupId, int clusterId) {}

    record Day(int clusterId, long day) {}

    /** @param exceptions how many more; negative when they are deleted, then the times say nothing */
    record Hits(long exceptions, long jobs, long firstSeen, long lastSeen) {
        Hits plus(Hits other) {
            return new Hits(
                    exceptions + other.exceptions,
                    jobs + other.jobs,
                    Math.min(firstSeen, other.firstSeen),
                    Math.max(lastSeen, other.lastSeen));
        }
    }

    final SortedMap<Group, Hits> groups =
            new TreeMap<>(Comparator.comparingLong(Group::groupId).thenComparingInt(Group::clusterId));
    final SortedSet<Day> days =
            new TreeSet<>(Comparator.comparingInt(Day::clusterId).thenComparingLong(Day::day));

    /** @param jobs how many runs were not hit by the group before */
    void exceptions(long groupId, int clusterId, long exceptions, long jobs, long firstSeen, long lastSeen) {
        groups.merge(new Group(groupId, clusterId), new Hits(exceptions, jobs, firstSeen, lastSeen), Hits::plus);
    }

    /** Marks a day: the known ends of runs that started on it change. */
    void day(int clusterId, long day) {
        days.add(new Day(clusterId, day));
    }
}
