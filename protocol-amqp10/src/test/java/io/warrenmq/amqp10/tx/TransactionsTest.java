package io.warrenmq.amqp10.tx;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.peer.HotFrame.Disposition;
import io.warrenmq.amqp10.peer.HotFrame.Flow;
import io.warrenmq.amqp10.peer.HotFrame.Transfer;
import io.warrenmq.amqp10.peer.Messages;
import io.warrenmq.amqp10.peer.Peer;
import io.warrenmq.amqp10.peer.PeerBroker;
import io.warrenmq.amqp10.performative.Coordinator;
import io.warrenmq.amqp10.performative.Detach;
import io.warrenmq.amqp10.performative.End;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.resource.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions of a client. AMQP 1.0 part 4. */
class TransactionsTest {
  private static final long ACCEPTED = 0x24;
  private static final long REJECTED = 0x25;
  private static final long DECLARED = 0x33;
  private static final long TRANSACTIONAL = 0x34;
  private static final int COORDINATOR = 9;

  private final PeerBroker broker = PeerBroker.start();
  private Peer peer;
  private long lastId = 99;

  @BeforeEach
  void attach() {
    broker.declare("q");
    peer = broker.open();
    peer.begin(0);
    peer.attachSender(
        0,
        Peer.sender(
            "tx", COORDINATOR, new Coordinator(List.of(new Symbol("amqp:local-transactions")))));
    peer.attachSender(0, 0, "/queues/q");
  }

  private Binary declare() {
    ask(Described.of(0x31, List.of()));
    Disposition answer = peer.expect(0, Disposition.class);
    assertThat(answer.stateCode()).isEqualTo(DECLARED);
    assertThat(answer.isSettled()).isTrue();
    return (Binary) answer.stateField(0);
  }

  private void ask(Object request) {
    peer.send(0, Transfer.of(COORDINATOR, ++lastId, Messages.value(request)));
  }

  private void discharge(Binary id, Boolean fail) {
    ask(Described.of(0x32, Arrays.asList(id, fail)));
  }

  private void publish(long id, Binary txnId, String text) {
    peer.send(
        0,
        Transfer.of(0, id, Messages.data(text)).state(Described.of(TRANSACTIONAL, List.of(txnId))));
  }

  private void expectProvisional(long id, Binary txnId) {
    Disposition answer = peer.expect(0, Disposition.class);
    assertThat(answer.first()).isEqualTo(id);
    assertThat(answer.stateCode()).isEqualTo(TRANSACTIONAL);
    assertThat(answer.stateField(0)).isEqualTo(txnId);
    assertThat(((Described) answer.stateField(1)).code()).isEqualTo(ACCEPTED);
  }

  private void receive(String... bodies) {
    broker.publish("q", bodies);
    peer.attachReceiver(0, 1, "/queues/q");
    peer.send(0, Flow.credit(1, bodies.length));
    for (int i = 0; i < bodies.length; i++) {
      assertThat(peer.expectMessage(0, i)).isEqualTo(bodies[i]);
    }
  }

  private void settle(long id, Binary txnId, long outcome) {
    peer.send(
        0,
        Disposition.receiver(id, null)
            .settled()
            .state(TRANSACTIONAL, txnId, Described.of(outcome, List.of())));
  }

  private void expectRejected(String condition) {
    Disposition answer = peer.expect(0, Disposition.class);
    assertThat(answer.stateCode()).isEqualTo(REJECTED);
    List<?> error = (List<?>) ((Described) answer.stateField(0)).value();
    assertThat(error.get(0)).hasToString(condition);
  }

  /** §4.2, §4.4.1: what is sent within a transaction is there when it is discharged. */
  @Test
  void whatIsSentIsThereAfterTheDischarge() {
    Binary id = declare();

    publish(0, id, "a");
    expectProvisional(0, id);
    assertThat(broker.ready("q")).isZero();
    discharge(id, false);

    peer.expectOutcome(0, lastId, lastId, ACCEPTED);
    assertThat(broker.take("q")).isEqualTo("a");
  }

  /** §4.3. */
  @Test
  void whatIsSentIsNotThereWhenTheDischargeFails() {
    Binary id = declare();
    publish(0, id, "a");
    expectProvisional(0, id);

    discharge(id, true);

    peer.expectOutcome(0, lastId, lastId, ACCEPTED);
    assertThat(broker.ready("q")).isZero();
  }

  /** §4.4.2. */
  @Test
  void whatIsSettledIsSettledByTheDischarge() {
    receive("a", "b");
    Binary id = declare();
    settle(0, id, ACCEPTED);

    discharge(id, null);

    peer.expectOutcome(0, lastId, lastId, ACCEPTED);
    peer.cut();
    assertThat(broker.take("q")).isEqualTo("b!");
    assertThat(broker.take("q")).isNull();
  }

  @Test
  void whatIsSettledIsPutBackWhenTheDischargeFails() {
    receive("a");
    Binary id = declare();
    settle(0, id, ACCEPTED);

    discharge(id, true);

    peer.expectOutcome(0, lastId, lastId, ACCEPTED);
    assertThat(broker.take("q")).isEqualTo("a!");
  }

  /** A disposition within a transaction that the client has not settled is answered. */
  @Test
  void anUnsettledDispositionOfATransactionIsAnswered() {
    receive("a");
    Binary id = declare();

    peer.send(
        0,
        Disposition.receiver(0, null).state(TRANSACTIONAL, id, Described.of(ACCEPTED, List.of())));

    Disposition answer = peer.expect(0, Disposition.class);
    assertThat(answer.isByReceiver()).isFalse();
    assertThat(answer.isSettled()).isTrue();
    assertThat(answer.stateCode()).isEqualTo(TRANSACTIONAL);
    assertThat(answer.stateField(0)).isEqualTo(id);
  }

  /** §4.5.8 unknown-id. */
  @Test
  void anUnknownTransactionCannotBeDischarged() {
    discharge(new Binary(new byte[] {7}), false);

    expectRejected("amqp:transaction:unknown-id");
  }

  @Test
  void aTransactionIsDischargedOnce() {
    Binary id = declare();
    discharge(id, false);
    peer.expectOutcome(0, lastId, lastId, ACCEPTED);

    discharge(id, false);

    expectRejected("amqp:transaction:unknown-id");
  }

  @Test
  void nothingIsSettledWithinATransactionThatIsOver() {
    receive("a");
    Binary id = declare();
    discharge(id, false);
    peer.expectOutcome(0, lastId, lastId, ACCEPTED);

    settle(0, id, ACCEPTED);

    peer.expectEnd(0, "amqp:transaction:unknown-id");
    assertThat(broker.take("q")).isEqualTo("a!");
  }

  @Test
  void nothingIsSentWithinATransactionThatIsOver() {
    Binary id = declare();
    discharge(id, false);
    peer.expectOutcome(0, lastId, lastId, ACCEPTED);

    publish(0, id, "a");

    peer.expectDetach(0, 0, "amqp:transaction:unknown-id");
  }

  /** §4.2: when the control link goes, what it has declared is rolled back. */
  @Test
  void transactionsEndWithTheirCoordinatorsLink() {
    receive("a");
    Binary id = declare();
    settle(0, id, ACCEPTED);
    publish(0, id, "b");
    expectProvisional(0, id);

    peer.send(0, new Detach(COORDINATOR, true, null));

    peer.expect(0, Detach.class);
    assertThat(broker.take("q")).isEqualTo("a!");
    assertThat(broker.take("q")).isNull();
  }

  @Test
  void transactionsEndWithTheirSession() {
    receive("a");
    Binary id = declare();
    settle(0, id, ACCEPTED);
    publish(0, id, "b");
    expectProvisional(0, id);

    peer.send(0, new End(null));

    peer.expect(0, End.class);
    assertThat(broker.take("q")).isEqualTo("a!");
    assertThat(broker.take("q")).isNull();
  }

  @Test
  void transactionsEndWithTheirConnection() {
    Binary id = declare();
    publish(0, id, "b");

    peer.cut();

    assertThat(broker.take("q")).isNull();
    assertThat(broker.connectionCount()).isZero();
  }

  /** §4.3: "it is an error if the sender sends the discharge pre-settled". */
  @Test
  void aSettledDischargeDetachesTheLink() {
    Binary id = declare();
    publish(0, id, "a");
    expectProvisional(0, id);

    peer.send(
        0,
        Transfer.of(
                COORDINATOR, ++lastId, Messages.value(Described.of(0x32, Arrays.asList(id, false))))
            .settled());

    peer.expectDetach(0, COORDINATOR, "amqp:not-allowed");
    assertThat(broker.take("q")).isNull();
  }

  /** §4.2: "the sender MUST NOT send the declare settled": the answer has the id. */
  @Test
  void aSettledDeclareDetachesTheLink() {
    peer.send(
        0, Transfer.of(COORDINATOR, 1, Messages.value(Described.of(0x31, List.of()))).settled());

    peer.expectDetach(0, COORDINATOR, "amqp:not-allowed");
  }

  @Test
  void aDischargeWithoutIdDetachesTheLink() {
    ask(Described.of(0x32, List.of()));

    peer.expectDetach(0, COORDINATOR, "amqp:invalid-field");
  }

  @Test
  void whatTheCoordinatorDoesNotKnowDetachesTheLink() {
    ask(Described.of(0x30, List.of()));

    peer.expectDetach(0, COORDINATOR, "amqp:not-implemented");
  }

  @Test
  void anOrdinaryMessageToTheCoordinatorDetachesTheLink() {
    peer.send(0, Transfer.of(COORDINATOR, 1, Messages.data("m")));

    peer.expectDetach(0, COORDINATOR, "amqp:invalid-field");
  }

  @Test
  void aSessionHasSoManyTransactionsAndNoMore() {
    for (int i = 0; i < 64; i++) {
      ask(Described.of(0x31, List.of()));
    }
    peer.ignore();

    ask(Described.of(0x31, List.of()));

    expectRejected("amqp:resource-limit-exceeded");
  }

  @Test
  void severalTransactionsAreApart() {
    Binary one = declare();
    Binary other = declare();
    assertThat(one).isNotEqualTo(other);
    publish(0, one, "a");
    publish(1, other, "b");
    expectProvisional(0, one);
    expectProvisional(1, other);

    discharge(other, false);
    discharge(one, true);

    assertThat(broker.take("q")).isEqualTo("b");
    assertThat(broker.take("q")).isNull();
  }

  /** §4.4.3: "the link MUST be terminated" by whoever does not have it. */
  @Test
  void nothingIsAcquiredWithinATransaction() {
    broker.publish("q", "a");
    peer.attachReceiver(0, 1, "/queues/q");
    Flow flow = Flow.credit(1, 10);
    flow.set(10, Map.of(new Symbol("txn-id"), declare()));

    peer.send(0, flow);

    peer.expectDetach(0, 1, "amqp:not-implemented");
    assertThat(broker.take("q")).isEqualTo("a");
  }

  /** §4.4.1: a transaction that is discharged before its delivery is whole knows nothing of it. */
  @Test
  void aDeliveryThatIsWholeAfterItsTransactionIsRefused() {
    Binary id = declare();
    Described state = Described.of(TRANSACTIONAL, List.of(id));
    byte[] message = Messages.data("a");
    peer.send(0, Transfer.of(0, 0, Arrays.copyOf(message, 3)).more().state(state));
    discharge(id, false);
    peer.expectOutcome(0, lastId, lastId, ACCEPTED);

    peer.send(0, Transfer.further(0, Arrays.copyOfRange(message, 3, message.length)));

    peer.expectDetach(0, 0, "amqp:transaction:unknown-id");
    assertThat(broker.ready("q")).isZero();
  }

  /** A queue that refuses makes the commit fail, and the client is told. */
  @Test
  void aCommitThatAQueueRefusesIsRejected() {
    broker.declare("full", Arguments.of(Map.of("x-max-length", 0, "x-overflow", "reject-publish")));
    peer.attachSender(0, 2, "/queues/full");
    Binary id = declare();
    peer.send(
        0, Transfer.of(2, 0, Messages.data("m")).state(Described.of(TRANSACTIONAL, List.of(id))));
    expectProvisional(0, id);

    discharge(id, false);

    expectRejected("amqp:transaction:rollback");
  }
}
