package io.jobledger.history.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobledger.ledger.Attempt;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobException;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.JobSnapshotBuilder;
import io.jobledger.ledger.MetricSample;
import io.jobledger.ledger.StateChange;
import io.jobledger.ledger.Vertex;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Jobs of both engines over four weeks, as a ledger might have them: the same each time but for when they ran. */
final class MadeUpJobs {
    /** What nothing may ever read as markup. */
    static final String MARKUP = "<img src=x onerror=\"document.body.className='read-as-markup'\">";

    static final String LONG_NAME = "insert-into_default_catalog.default_database.orders_wide_"
            + "select_order_id_customer_id_amount_from_orders_left_join_customers_left_join_products_and_so_on";
    static final String STREAM = "orders-enrichment";

    /** How many exceptions have {@link #CAUSE}, each of another job. */
    static final int CAUSED = 7;

    static final String CAUSE = "java.net.ConnectException";

    private static final int EVERYDAY = 160;
    private static final List<String> NAMES = List.of(
            "clickstream-sessions",
            "nightly-billing-export",
            "fraud-scoring",
            "mysql-to-iceberg",
            "inventory-sync",
            "user-profile-aggregation",
            LONG_NAME,
            MARKUP);

    private final Random random = new Random(5);
    private final long now = System.currentTimeMillis();

    /** All of them, no two of which began at the same time. */
    List<JobSnapshot> all() {
        List<JobSnapshot> jobs = new ArrayList<>();
        for (int i = 0; i < EVERYDAY; i++) {
            jobs.add(everyday(i));
        }
        long day = TimeUnit.DAYS.toMillis(1);
        jobs.add(stream("a1f0c3d24e5b46f7a8897c6d5e4f3a2b", now - 2 * day, now - day, 4, "FAILED"));
        jobs.add(stream(
                "b2e1d4c35f6a57e8b9908d7e6f5a4b3c", now - day + 60_000, now - day / 2 - 3_600_000, 8, "CANCELED"));
        jobs.add(stream("c3d2e5b46a7968d9caa19e8f7a6b5c4d", now - day / 2 - 1_800_000, null, 8, "RUNNING"));
        return jobs;
    }

    private JobSnapshot everyday(int i) {
        boolean flink = i % 3 != 0;
        String name = NAMES.get(i % NAMES.size());
        long start = now - i * TimeUnit.HOURS.toMillis(4) - random.nextInt(3_600_000) - 1;
        long end = Math.min(now, start + (long) (20_000 * Math.exp(random.nextGaussian() * 1.8)));
        // As often as to be among the others on a first page.
        boolean caused = i % 15 == 4 && i / 15 < CAUSED;
        String state = caused || i % 23 == 2 ? "FAILED" : i % 11 == 7 ? "CANCELED" : "FINISHED";
        if (i % 37 == 20) {
            state = flink ? "SUSPENDED" : "UNKNOWABLE";
        }
        String id = flink ? "%016x%016x".formatted(random.nextLong(), i) : Long.toString(970_000_000_000_000L + i);
        JobSnapshotBuilder job = JobSnapshot.builder(new JobKey(flink ? "flink" : "seatunnel", "local", id))
                .name(name)
                .state(state)
                .closure(state.equals("SUSPENDED") || state.equals("UNKNOWABLE") ? Closure.LOST : Closure.SEALED)
                .startTime(start)
                .endTime(end)
                .observedAt(end)
                .states(List.of(
                        new StateChange("CREATED", start),
                        new StateChange("RUNNING", start + (end - start) / 20),
                        new StateChange(state, end)))
                .vertices(List.of(new Vertex("v1", 0, "Source: " + name, 2, 128, "FINISHED", start, end)));
        if (caused) {
            job.exceptions(List.of(exception(
                    end - 5, CAUSE, "Connection refused: broker-" + i + ".example.com/10.0.0." + i + ":9092")));
        } else if (state.equals("FAILED")) {
            job.exceptions(List.of(exception(end - 5, "java.lang.IllegalStateException", "Lost <b>for good</b> " + i)));
        }
        return job.build();
    }

    /** With facts of every kind. */
    private JobSnapshot stream(String id, long start, Long end, int parallelism, String state) {
        long until = end == null ? now : end;
        long length = until - start;
        List<StateChange> states = new ArrayList<>(List.of(
                new StateChange("CREATED", start),
                new StateChange("RUNNING", start + length / 90),
                new StateChange("RESTARTING", start + length * 45 / 100),
                new StateChange("RUNNING", start + length * 49 / 100)));
        if (end != null) {
            states.add(new StateChange(state, end));
        }
        String status = end == null ? "RUNNING" : state.equals("FAILED") ? "FAILED" : "CANCELED";
        List<Vertex> vertices = new ArrayList<>();
        List<Attempt> attempts = new ArrayList<>();
        List<String> steps = List.of("Source: orders", "Window(Tumbling 1 min)", "Enrich with customers", "Sink: lake");
        for (int i = 0; i < steps.size(); i++) {
            vertices.add(new Vertex(
                    "v" + i, i, steps.get(i), parallelism, 128, status, start + length / 60 + i * length / 200, end));
            attempts.add(new Attempt("v" + i, 0, 0, status, "worker-1", start + length / 60, end));
        }
        String config = "{\"jid\":\"" + id + "\",\"name\":\"" + STREAM
                + "\",\"execution-config\":{\"job-parallelism\":" + parallelism
                + ",\"object-reuse-mode\":false,\"user-config\":{\"topic\":\"orders\"}}}";
        return JobSnapshot.builder(new JobKey("flink", "local", id))
                .name(STREAM)
                .state(state)
                .closure(end == null ? Closure.OPEN : Closure.SEALED)
                .startTime(start)
                .endTime(end)
                .observedAt(until)
                .checkpointsTotal(187L)
                .checkpointsFailed(45L)
                .states(states)
                .vertices(vertices)
                .attempts(attempts)
                .checkpoints(checkpoints(id, start, length))
                .exceptions(
                        List.of(exception(start + length * 45 / 100, "java.io.IOException", "The sink has gone away")))
                .documents(List.of(
                        new Document("/config", 200, config.getBytes(UTF_8)), version(1, start), version(2, start + 1)))
                .samples(List.of(
                        new MetricSample(start + 1, "{\"read\":\"100\"}"),
                        new MetricSample(start + length / 2, "{\"read\":\"250\"}")))
                .build();
    }

    private static Document version(int number, long since) {
        String version = "{\"since\":" + since + ",\"config\":{\"topic\":\"orders-" + number + "\"}}";
        return new Document("/config/" + number, 200, version.getBytes(UTF_8));
    }

    private List<Checkpoint> checkpoints(String id, long start, long length) {
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (int i = 1; i <= 140; i++) {
            long time = start + length * i / 142;
            long took = 400 + i * 4 + (long) Math.abs(random.nextGaussian() * 250);
            long size = 25_000_000L + i * 1_200_000L + random.nextInt(9_000_000);
            boolean failed = i % 45 == 31;
            boolean savepoint = i == 70;
            checkpoints.add(new Checkpoint(
                    i,
                    0,
                    failed ? "FAILED" : Checkpoint.COMPLETED,
                    savepoint ? "SAVEPOINT" : "CHECKPOINT",
                    time,
                    failed ? null : time + took,
                    failed ? null : size,
                    failed ? null : savepoint ? size : size / 5,
                    failed ? null : took,
                    16,
                    failed ? 9 : 16,
                    savepoint ? "file:/savepoints/savepoint-" + id.substring(0, 6) : null,
                    i < 130 && !savepoint,
                    failed ? time + 60_000 : null,
                    failed ? "Checkpoint expired before completing." : null,
                    savepoint));
        }
        return checkpoints;
    }

    private static JobException exception(long time, String cause, String message) {
        String text = "org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy\n"
                + "\tat org.apache.flink.runtime.executiongraph.failover.ExecutionFailureHandler.handleFailure("
                + "ExecutionFailureHandler.java:180)\n"
                + "\tat java.base/java.lang.Thread.run(Thread.java:840)\n"
                + "Caused by: " + cause + ": " + message + "\n"
                + "\tat com.example.Client.connect(Client.java:77)\n\t... 2 more\n";
        return new JobException(
                time, "org.apache.flink.runtime.JobException", text, "Sink: lake (1/4)", "worker-1:4711", "tm-1");
    }
}
