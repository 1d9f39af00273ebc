package io.jobledger.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that do not end: as of a pipe that nobody writes to, or below a mount whose server is gone. */
class FileCallsTest {
    private static final FileCalls.Caller PATIENT = () -> true;

    private final FileCalls calls = new FileCalls(Duration.ofMillis(300), task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        calls.stop();
    }

    @Test
    void aCallThatHangsIsLeftAloneAndNotMadeTwice() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> calls.call(directory, pipe, PATIENT, sign -> Files.newInputStream(pipe)))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage(pipe + " did not answer within 0.3 s");

        AtomicInteger again = new AtomicInteger();
        assertThatThrownBy(() -> calls.call(directory, pipe, PATIENT, sign -> again.incrementAndGet()))
                .isInstanceOf(UnreadableFileException.class);
        assertThat(again.get()).isZero();
        assertThat(calls.<Integer>call(directory, directory, PATIENT, sign -> again.incrementAndGet()))
                .isEqualTo(1);

        Files.newOutputStream(pipe).close();
        Awaitility.await("the call has ended, and another one may be made").until(() -> {
            try {
                return calls.<Integer>call(directory, pipe, PATIENT, sign -> again.incrementAndGet()) > 1;
            } catch (UnreadableFileException e) {
                return false;
            }
        });
    }

    @Test
    void aCallThatGoesOnHasTime() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger waits = new AtomicInteger();
        FileCalls.Caller caller = () -> {
            if (waits.incrementAndGet() == 10) {
                end.countDown();
            }
            return true;
        };
        assertThat(calls.<String>call(directory, directory, caller, sign -> {
                    while (end.getCount() > 0) {
                        sign.at(directory);
                    }
                    return "signs";
                }))
                .isEqualTo("signs");
        CountDownLatch room = new CountDownLatch(1);
        waits.set(0);
        assertThat(calls.<String>call(
                        directory,
                        directory,
                        () -> {
                            if (waits.incrementAndGet() == 10) {
                                room.countDown();
                            }
                            return true;
                        },
                        sign -> {
                            sign.pause();
                            room.await();
                            return "paused";
                        }))
                .isEqualTo("paused");
    }

    @Test
    void aDirectoryOfManyFilesThatHangTakesFewThreads() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Path hanging = directory.resolve("hanging");
        AtomicInteger begun = new AtomicInteger();
        int files = 2 * FileCalls.MOST_LEFT;
        for (int file = 0; file < files; file++) {
            Path at = hanging.resolve("deep/" + file);
            assertThatThrownBy(() -> calls.call(hanging, at, () -> false, sign -> {
                        begun.incrementAndGet();
                        end.await();
                        return null;
                    }))
                    .isInstanceOfAny(StoppedImportException.class, UnreadableFileException.class);
        }
        assertThat(begun.get()).isEqualTo(FileCalls.MOST_LEFT);
        assertThatThrownBy(() -> calls.call(hanging, hanging.resolve("next"), PATIENT, sign -> ""))
                .hasMessage(FileCalls.MOST_LEFT + " files in " + hanging + " do not answer");

        assertThat(calls.<String>call(hanging, hanging, PATIENT, sign -> "listed"))
                .isEqualTo("listed");
        assertThat(calls.<String>call(directory, directory.resolve("file"), PATIENT, sign -> "read"))
                .isEqualTo("read");
        end.countDown();
        Awaitility.await("the files answer, and are read").until(() -> {
            try {
                return calls.<Boolean>call(hanging, hanging.resolve("next"), PATIENT, sign -> true);
            } catch (UnreadableFileException e) {
                return false;
            }
        });
    }

    @Test
    void aCallerMayLeave() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> calls.call(directory, directory, () -> false, sign -> {
                    never.await();
                    return null;
                }))
                .isInstanceOf(StoppedImportException.class);
        never.countDown();
        assertThatThrownBy(() -> calls.call(directory, directory, PATIENT, sign -> {
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
    }
}
