package io.jobledger.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A directory of archives, taken in by the service.
 *
 * @param firstVisible seconds until a job was listed
 * @param done seconds until all were taken
 */
record Import(double firstVisible, double done) {
    private static final Duration A_LOOK = Duration.ofMillis(20);

    /** Runs it to its end. Fails unless so many jobs were taken. */
    static Import run(PackagedService service, Path archives, int jobs) throws Exception {
        Clock clock = new Clock();
        String answer = service.post("/history/imports", "{\"directory\":\"" + archives.toAbsolutePath() + "\"}");
        String status = "/history/imports/" + PackagedService.find(answer, "\"id\":\"?([^\",}]+)");
        double first = clock.until(A_LOOK, () -> Jobs.count(service.get("/jobs/overview")) > 0);
        double done = clock.until(A_LOOK, () -> !service.get(status).contains("\"RUNNING\""));
        String end = service.get(status);
        if (!end.contains("\"COMPLETED\"") || !end.contains("\"taken\":" + jobs + ",")) {
            throw new IllegalStateException("Not all of " + jobs + " jobs were taken: " + end);
        }
        return new Import(first, done);
    }
}
