package io.warrenmq.mqtt.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.mqtt.message.Messages;
import io.warrenmq.mqtt.session.ClientKey;
import io.warrenmq.mqtt.session.Fingerprint;
import io.warrenmq.mqtt.session.KeptDelivery;
import io.warrenmq.mqtt.session.SessionState;
import org.junit.jupiter.api.Test;

/** The room for what waits in sessions. */
class KeptBytesTest {
  private final KeptBytes bytes = new KeptBytes(2_000);

  private static KeptDelivery kept(int size) {
    return new KeptDelivery(null, "t", Messages.of(size), false, new int[0]);
  }

  @Test
  void takesNoMoreThanThereIsRoomFor() {
    assertThat(bytes.take(kept(1_000))).isTrue();
    assertThat(bytes.take(kept(1_000))).isFalse();
    assertThat(bytes.take(kept(300))).isTrue();

    bytes.release(kept(1_000));

    assertThat(bytes.take(kept(1_000))).isTrue();
  }

  @Test
  void countsWhatWasThereBeforeAndForgetsItWithItsSession() {
    SessionState session = new SessionState(new ClientKey("v", "c"));
    session.outbound().restore(1, Fingerprint.NONE, kept(1_000));
    session.outbound().restore(2, Fingerprint.NONE, kept(1_000));
    bytes.restore(session);
    assertThat(bytes.take(kept(0))).isFalse();

    bytes.release(session);

    assertThat(bytes.take(kept(1_700))).isTrue();
  }
}
