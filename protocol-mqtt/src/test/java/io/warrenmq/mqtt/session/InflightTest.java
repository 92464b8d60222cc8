package io.warrenmq.mqtt.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.mqtt.message.Messages;
import io.warrenmq.mqtt.session.OutboundInflight.Sent;
import org.junit.jupiter.api.Test;

/** Packet identifiers of both directions. */
class InflightTest {
  private final OutboundInflight out = new OutboundInflight();

  /** A delivery that is told from others by its name. */
  private record Named(String name) implements OwnDelivery {
    @Override
    public Message message() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String queueName() {
      return "q";
    }

    @Override
    public boolean isRedelivered() {
      return false;
    }
  }

  private int send(int qos, String name) {
    return out.send(qos, new Named(name), name);
  }

  @Test
  void qos1IsDoneWithItsPuback() {
    int id = send(1, "a");

    assertThat(out.onPubrec(id, false)).isNull();
    assertThat(out.onPubcomp(id)).isFalse();
    assertThat(out.onPuback(id)).isEqualTo(new Sent(id, 1, new Named("a"), "a"));
    assertThat(out.onPuback(id)).isNull();
    assertThat(out.size()).isZero();
  }

  @Test
  void qos2IsReleasedAndThenDone() {
    int id = send(2, "a");

    assertThat(out.onPuback(id)).isNull();
    assertThat(out.onPubcomp(id)).isFalse();
    assertThat(out.onPubrec(id, false)).isEqualTo(new Sent(id, 2, new Named("a"), "a"));
    assertThat(out.onPubrec(id, false)).isEqualTo(new Sent(id, 2, null, null)); // a repeated one
    assertThat(out.size()).isEqualTo(1);
    assertThat(out.onPubcomp(id)).isTrue();
    assertThat(out.size()).isZero();
  }

  @Test
  void aPubrecThatFailsEndsIt() {
    int id = send(2, "a");

    assertThat(out.onPubrec(id, true)).isNotNull();

    assertThat(out.size()).isZero();
  }

  @Test
  void givesNoIdentifierTwice() {
    int first = send(1, "a");
    for (int i = 1; i < OutboundInflight.ID_MAX; i++) {
      assertThat(send(1, "b" + i)).isBetween(1, OutboundInflight.ID_MAX).isNotEqualTo(first);
    }
    assertThatThrownBy(() -> send(1, "c")).isInstanceOf(IllegalStateException.class);
    out.onPuback(77);

    assertThat(send(1, "c")).isEqualTo(77);
  }

  @Test
  void whatWasSentKeepsItsIdentifierOverConnections() {
    int a = send(1, "a");
    int b = send(2, "b");
    int c = send(2, "c");
    out.onPubrec(b, false);

    assertThat(out.onConnectionGone()).extracting(Sent::packetId).containsExactly(a, c);

    assertThat(out.inOrder()).containsExactly(new Sent(b, 2, null, null));
    assertThat(out.isReturned("c")).isTrue();
    int other = send(1, "d");
    assertThat(other).isNotIn(a, b, c);
    assertThat(send(2, "c")).isEqualTo(c);
    assertThat(out.isReturned("c")).isFalse();
    assertThat(send(1, "a")).isEqualTo(a);
  }

  @Test
  void keepsTheOrderOfSending() {
    int a = send(2, "a");
    int b = send(1, "b");
    out.onPubrec(a, false);

    assertThat(out.inOrder()).extracting(Sent::packetId).containsExactly(a, b);
  }

  @Test
  void forgetsIdentifiersOfMessagesThatNeverCameBack() {
    send(1, "gone");
    out.onConnectionGone();
    for (int i = 1; i < OutboundInflight.ID_MAX; i++) {
      send(1, "b" + i);
    }

    assertThat(send(1, "c")).isEqualTo(1);
  }

  @Test
  void messagesThatAreAlikeKeepTheirIdentifiersInTheirOrder() {
    int first = send(2, "a");
    int second = send(2, "a");
    out.onConnectionGone();

    assertThat(send(2, "a")).isEqualTo(first);
    assertThat(send(2, "a")).isEqualTo(second);
    assertThat(out.isReturned("a")).isFalse();
  }

  @Test
  void afterARestartTheClientIsNotSentWhatItHasAndNoIdentifierThatItKnows() {
    Fingerprint sent = new Fingerprint(1, 2, 3);
    Fingerprint received = new Fingerprint(4, 5, 6);
    out.restore(7, sent, false);
    out.restore(9, received, true);

    assertThat(out.isReturned(sent)).isTrue();
    assertThat(out.wasReceived(sent)).isFalse();
    assertThat(out.wasReceived(received)).isTrue();
    assertThat(out.wasReceived(received)).isFalse(); // once
    assertThat(send(1, "new")).isEqualTo(10);
    assertThat(out.send(2, new Named("again"), sent)).isEqualTo(7);
    assertThat(out.ids()).containsExactly(7, 9, 10);
    assertThat(out.onPubcomp(9)).isTrue();
  }

  private static KeptDelivery kept(Delivery of) {
    return new KeptDelivery(of, "t", Messages.of(3), false, new int[0]);
  }

  @Test
  void whatTheSessionKeepsStaysSentInItsPlace() {
    KeptDelivery a = kept(new Named("a"));
    int first = out.send(2, a, "a");
    int second = out.send(2, kept(new Named("b")), "b");
    KeptDelivery alone = a.alone();
    out.keep(first, alone);

    assertThat(out.onConnectionGone()).extracting(Sent::packetId).containsExactly(second);

    Sent sent = new Sent(first, 2, alone, null);
    assertThat(out.inOrder()).containsExactly(sent);
    assertThat(out.kept()).containsExactly(alone);
    assertThat(out.isUnderWay(sent)).isTrue();
    assertThat(out.onPubrec(first, false)).isEqualTo(sent);
    assertThat(out.isUnderWay(sent)).isFalse();
    assertThat(out.kept()).isEmpty();
  }

  @Test
  void whatCouldNotBeKeptIsReturned() {
    Sent before = new Sent(send(2, "a"), 2, new Named("a"), "a");
    out.keep(before.packetId(), kept(null));

    out.giveBack(before);

    assertThat(out.size()).isZero();
    assertThat(out.isReturned("a")).isTrue();
    assertThat(send(2, "a")).isEqualTo(before.packetId());
  }

  @Test
  void whatTheSessionKeptIsSentAfterARestartAndNotTakenFromItsQueue() {
    Fingerprint message = new Fingerprint(1, 2, 3);
    KeptDelivery alone = kept(null);
    out.restore(7, message, alone);

    assertThat(out.inOrder()).containsExactly(new Sent(7, 2, alone, null));
    assertThat(out.isReturned(message)).isFalse();
    assertThat(out.wasReceived(message)).isTrue();
    assertThat(send(1, "new")).isEqualTo(8);
  }

  @Test
  void aRepeatedPublishOfQos2IsKnownUntilItIsReleased() {
    InboundQos2 in = new InboundQos2();

    assertThat(in.onPublish(7)).isTrue();
    assertThat(in.onPublish(7)).isFalse();
    assertThat(in.onPublish(65_535)).isTrue();
    assertThat(in.ids()).containsExactly(7, 65_535);
    assertThat(in.onPubrel(7)).isTrue();
    assertThat(in.onPubrel(7)).isFalse();
    assertThat(in.size()).isEqualTo(1);
    assertThat(in.onPublish(7)).isTrue();
  }
}
