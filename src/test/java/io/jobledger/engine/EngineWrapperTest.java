package io.jobledger.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.engine.process.ProcessLock;
import io.jobledger.engine.process.ServiceDirectories;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrapper's jar as the build made it, with small mains in place of an engine. */
class EngineWrapperTest {

    private static final int SOON = 15;

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void killAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void endsWithItsStandardInput() throws Exception {
        Process process = run("lock", Waits.class);
        awaitOutput("waiting");
        process.getOutputStream().close();
        assertThat(process.waitFor(SOON, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsThoughShutdownHookHangs() throws Exception {
        Process process = run("lock", HangsInItsHook.class);
        awaitOutput("waiting");
        process.toHandle().destroy();
        assertThat(process.waitFor(1, TimeUnit.SECONDS)).as("hangs at first").isFalse();
        assertThat(process.waitFor(SOON, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void hidesItsStandardInputFromTheEngine() throws Exception {
        Process process = run("lock", ReadsItsInput.class);
        process.getOutputStream().write("for nobody".getBytes());
        process.getOutputStream().flush();
        assertThat(process.waitFor(SOON, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(output()).contains("read -1");
    }

    @Test
    void endsWhenTheEngineThrows() throws Exception {
        Process process = run("lock", Throws.class);
        assertThat(process.waitFor(SOON, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output()).contains("IllegalStateException: no engine today");
    }

    @Test
    void holdsTheLockWhileItLives() throws Exception {
        ProcessLock lock = new ProcessLock(directory.resolve("lock"));
        Process first = run("lock", Waits.class);
        awaitOutput("waiting");
        assertThat(lock.isFree()).isFalse();
        assertThat(lock.holder()).contains(first.pid());

        Process second = run("lock", Waits.class);
        assertThat(second.waitFor(SOON, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(75);
        assertThat(output()).contains(directory.resolve("lock").toString());

        first.destroyForcibly();
        await().atMost(Duration.ofSeconds(SOON)).until(lock::isFree);
    }

    private Process run(String lock, Class<?> main) throws Exception {
        String wrapper = new ServiceDirectories(directory, null).libraries("wrapper");
        String tests = Path.of(EngineWrapperTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        Process process = JavaProcess.start(
                wrapper + File.pathSeparator + tests,
                directory.resolve("output"),
                "io.jobledger.wrapper.EngineWrapper",
                directory.resolve(lock).toString(),
                main.getName());
        started.add(process);
        return process;
    }

    private void awaitOutput(String text) {
        await().atMost(Duration.ofSeconds(SOON)).until(() -> output().contains(text));
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    public static final class Waits {
        public static void main(String[] args) throws InterruptedException {
            System.out.println("waiting");
            Thread.currentThread().join();
        }
    }

    public static final class HangsInItsHook {
        public static void main(String[] args) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    Thread.currentThread().join();
                } catch (InterruptedException e) {
                    // Never.
                }
            }));
            Waits.main(args);
        }
    }

    public static final class ReadsItsInput {
        public static void main(String[] args) throws IOException {
            System.out.println("read " + System.in.read());
        }
    }

    public static final class Throws {
        public static void main(String[] args) {
            throw new IllegalStateException("no engine today");
        }
    }
}
