package io.jobledger.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final Presence presence = new Presence(Thread::new);

    /** As below a mount whose server is gone. */
    @Test
    void aLookThatDoesNotEndKeepsNobodyWaiting() throws InterruptedException {
        CountDownLatch back = new CountDownLatch(1);
        try {
            assertThat(presence.of(1, () -> ended(back))).isFalse();
            assertThat(presence.of(1, () -> true))
                    .as("it is not looked for twice at once")
                    .isFalse();
            Awaitility.await("another one is found").until(() -> presence.of(2, () -> true));
        } finally {
            back.countDown();
        }
        Awaitility.await("it is found once the look ends").until(() -> presence.of(1, () -> false));
    }

    private static boolean ended(CountDownLatch back) throws InterruptedException {
        back.await();
        return true;
    }
}
