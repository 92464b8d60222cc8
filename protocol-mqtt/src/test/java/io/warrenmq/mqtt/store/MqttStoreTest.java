package io.warrenmq.mqtt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.message.Messages;
import io.warrenmq.mqtt.packet.ConnectPacket.Will;
import io.warrenmq.mqtt.session.ClientKey;
import io.warrenmq.mqtt.session.Fingerprint;
import io.warrenmq.mqtt.session.KeptDelivery;
import io.warrenmq.mqtt.session.OutboundInflight;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.store.SessionRecords.Restored;
import io.warrenmq.mqtt.subscription.Subscription;
import io.warrenmq.mqtt.subscription.Subscription.RetainHandling;
import io.warrenmq.mqtt.topic.TopicFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written is read after a restart. */
class MqttStoreTest {
  private static final Subscription SUBSCRIPTION =
      new Subscription(TopicFilter.of("a/+"), 2, true, true, RetainHandling.IF_NEW, 268_435_455);
  private static final Subscription SHARED =
      new Subscription(TopicFilter.of("$share/g/a/#"), 1, false, false, RetainHandling.NEVER, 0);

  @TempDir Path folder;

  private MqttStore store;
  private List<Restored> restored;

  @BeforeEach
  void open() {
    store = MqttStore.open(folder);
    restored = store.sessions().restore(MqttStoreTest::message);
    store.start();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void restart() {
    close();
    open();
  }

  private SessionState session(String clientId) {
    SessionState session = new SessionState(new ClientKey("v", clientId));
    store.sessions().begin(session);
    session.expiry(4_294_967_295L);
    session.hasQueue(true);
    session.awaySinceMs(1_790_000_000_000L);
    store.sessions().put(session);
    return session;
  }

  @Test
  void aSessionIsAsItWas() {
    SessionState session = session("ü");
    store.sessions().put(session, SUBSCRIPTION);
    store.sessions().put(session, SHARED);
    store.sessions().putInbound(session, 65_535);
    Fingerprint message = new Fingerprint(5, 6, 7);
    store.sessions().putOutbound(session, 3, message, false);
    store.sessions().putOutbound(session, 4, new Fingerprint(8, 9, 10), true);
    Will will = new Will("w", new byte[] {1}, 2, true, 9, -1, new byte[] {2, 3});
    store.sessions().put(session, will);
    restart();

    SessionState again = restored.get(0).state();
    assertThat(restored).hasSize(1);
    assertThat(again.key()).isEqualTo(session.key());
    assertThat(again.number()).isEqualTo(session.number());
    assertThat(again.expiry()).isEqualTo(session.expiry());
    assertThat(again.hasQueue()).isTrue();
    assertThat(again.awaySinceMs()).isEqualTo(session.awaySinceMs());
    assertThat(again.subscriptions().all()).containsExactlyInAnyOrder(SUBSCRIPTION, SHARED);
    assertThat(again.inbound().ids()).containsExactly(65_535);
    assertThat(again.outbound().ids()).containsExactly(3, 4);
    assertThat(again.outbound().isReturned(message)).isTrue();
    assertThat(again.outbound().onPubcomp(4)).isTrue();
    assertThat(restored.get(0).will()).usingRecursiveComparison().isEqualTo(will);
  }

  private static Message message(String topic, StoredMessage stored) {
    return Messages.of(
        topic,
        stored.bytes(),
        stored.headerLength(),
        stored.isDurable(),
        stored.ttlMs(),
        stored.receivedMs());
  }

  @Test
  void aMessageThatASessionKeepsIsAsItWas() {
    SessionState session = session("c");
    Message sent = message("t", new StoredMessage(new byte[] {1, 2, 3}, 2, true, 1_000, 5));
    KeptDelivery kept = new KeptDelivery(null, "t/ü", sent, true, new int[] {1, 268_435_455});
    for (int id = 1; id <= 3; id++) {
      store.sessions().putOutbound(session, id, new Fingerprint(id, 0, 0), id == 2);
      store.sessions().putKept(session, id, kept);
    }
    store.sessions().removeKept(session, 3);
    restart();

    OutboundInflight again = restored.get(0).state().outbound();
    assertThat(again.ids()).containsExactly(1, 2, 3);
    assertThat(again.isReturned(new Fingerprint(3, 0, 0))).isTrue();
    assertThat(again.onPubcomp(2)).isTrue(); // which is RELEASED: no message is kept for it
    assertThat(again.kept()).hasSize(1);
    KeptDelivery found = again.kept().get(0);
    assertThat(found.topic()).isEqualTo("t/ü");
    assertThat(found.retain()).isTrue();
    assertThat(found.subscriptionIds()).containsExactly(1, 268_435_455);
    assertThat(found.message().bytes()).containsExactly(1, 2, 3);
    assertThat(found.message().headerLength()).isEqualTo(2);
    assertThat(found.message().isDurable()).isTrue();
    assertThat(found.message().ttlMs()).isEqualTo(1_000);
    assertThat(found.message().receivedMs()).isEqualTo(5);
    store.sessions().end(restored.get(0).state());
    restart();
    session("c");
    restart();
    assertThat(restored.get(0).state().outbound().ids()).isEmpty();
  }

  @Test
  void whatWasTakenBackIsNotThere() {
    SessionState session = session("c");
    store.sessions().put(session, SUBSCRIPTION);
    store.sessions().remove(session, SUBSCRIPTION.filter());
    store.sessions().putInbound(session, 1);
    store.sessions().removeInbound(session, 1);
    store.sessions().putOutbound(session, 1, Fingerprint.NONE, true);
    store.sessions().removeOutbound(session, 1);
    store.sessions().put(session, new Will("w", new byte[0], 0, false, 0, -1, new byte[0]));
    store.sessions().removeWill(session);
    restart();

    SessionState again = restored.get(0).state();
    assertThat(again.subscriptions().size()).isZero();
    assertThat(again.inbound().size()).isZero();
    assertThat(again.outbound().ids()).isEmpty();
    assertThat(restored.get(0).will()).isNull();
  }

  @Test
  void aSessionThatEndedLeavesNothingToTheNextOfItsClient() {
    SessionState session = session("c");
    store.sessions().put(session, SUBSCRIPTION);
    session.subscriptions().put(SHARED); // whose record is not written in time
    store.sessions().end(session);
    SessionState next = session("c");
    store.sessions().put(session, SUBSCRIPTION); // as if a crash had kept it
    restart();

    assertThat(restored).hasSize(1);
    assertThat(restored.get(0).state().number()).isEqualTo(next.number());
    assertThat(restored.get(0).state().subscriptions().size()).isZero();
    restart();
    assertThat(session("d").number()).isGreaterThan(next.number());
  }

  @Test
  void nothingIsWrittenOfASessionThatIsNotKept() {
    SessionState session = new SessionState(new ClientKey("/", "c"));
    store.sessions().put(session);
    store.sessions().put(session, SUBSCRIPTION);
    restart();

    assertThat(restored).isEmpty();
  }

  @Test
  void sharesAreKnownUntilTheyAreRemoved() {
    store.sessions().putShare("v", SHARED.filter());
    store.sessions().putShare("w", SHARED.filter());
    store.sessions().removeShare("w", SHARED.filter());
    close();
    store = MqttStore.open(folder);
    List<String> shares = new ArrayList<>();
    store.sessions().shares((vhost, filter) -> shares.add(vhost + " " + filter));

    assertThat(shares).containsExactly("v $share/g/a/#");
  }

  @Test
  void aFileThatCannotBeReadSaysWhatToDo() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("mqtt.mv"), "this is no store\n".repeat(1_000));

    assertThatThrownBy(() -> MqttStore.open(other))
        .hasMessageContaining("mqtt.mv")
        .hasMessageContaining("move it away");
  }
}
