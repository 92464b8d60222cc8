package io.warrenmq.amqp10.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.message.Amqp10Format;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Durability;
import io.warrenmq.amqp10.performative.RcvSettleMode;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.amqp10.performative.SndSettleMode;
import io.warrenmq.amqp10.performative.Source;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.queue.Delivery;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyLinkTest {
  private static final Source WANTED = source(null, Durability.NONE, "link-detach", 0);

  private final RecordingSession session = new RecordingSession();

  private record Reply(Message message) implements Delivery {
    @Override
    public String queueName() {
      return RecordingSession.ADDRESS;
    }

    @Override
    public boolean isRedelivered() {
      return false;
    }

    @Override
    public int deliveryCount() {
      return -1;
    }

    @Override
    public long deliveredMs() {
      return 0;
    }

    @Override
    public long settleTimeoutMs() {
      return 0;
    }
  }

  private static Source source(
      @Nullable String address, Durability durability, String expiryPolicy, long timeoutS) {
    return source(address, durability, expiryPolicy, timeoutS, true, "rabbitmq:volatile-queue");
  }

  private static Source source(
      @Nullable String address,
      Durability durability,
      String expiryPolicy,
      long timeoutS,
      boolean dynamic,
      String capability) {
    return new Source(
        address,
        durability,
        expiryPolicy,
        timeoutS,
        dynamic,
        Map.of(),
        null,
        Map.of(),
        null,
        List.of(),
        List.of(new Symbol("another"), new Symbol(capability)));
  }

  private static Attach attach(SndSettleMode mode, Source source) {
    return new Attach(
        "replies",
        3,
        Role.RECEIVER,
        mode,
        RcvSettleMode.FIRST,
        source,
        null,
        false,
        null,
        0,
        List.of(),
        List.of(),
        Map.of());
  }

  private ReplyLink open() {
    return (ReplyLink) ReplyLink.open(session, attach(SndSettleMode.SETTLED, WANTED), WANTED);
  }

  private ReplyLink open(int credit) {
    ReplyLink link = open();
    flow(link, credit, false);
    return link;
  }

  private static void flow(ReplyLink link, int credit, boolean drain) {
    LinkFlow flow = new LinkFlow();
    flow.hasDeliveryCount = true;
    flow.deliveryCount = link.deliveryCount();
    flow.hasCredit = true;
    flow.credit = credit;
    flow.drain = drain;
    link.onFlow(flow);
  }

  private static Message message(String text) {
    return new Message(
        Amqp10Format.INSTANCE,
        text.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        0,
        false,
        Message.NO_PRIORITY,
        Message.NO_TTL,
        0,
        "",
        RecordingSession.ADDRESS,
        List.of());
  }

  private static void reply(ReplyLink link, String text) {
    link.onDelivery(new Reply(message(text)));
  }

  private List<String> sent() {
    return session.sent.stream()
        .map(each -> new String(each.bytes(), java.nio.charset.StandardCharsets.US_ASCII))
        .toList();
  }

  @Test
  void isForDynamicSourcesOfItsCapability() {
    assertThat(ReplyLink.isWanted(WANTED)).isTrue();
    assertThat(
            ReplyLink.isWanted(
                source(null, Durability.NONE, "link-detach", 0, true, "temporary-queue")))
        .isFalse();
    assertThat(
            ReplyLink.isWanted(
                source("/queues/q", Durability.NONE, "x", 0, false, "rabbitmq:volatile-queue")))
        .isFalse();
  }

  @Test
  void hasTheAddressThatTheBrokerMakes() {
    assertThat(open().node().address()).isEqualTo("/queues/" + RecordingSession.ADDRESS);
    assertThat(session.open).containsExactly(RecordingSession.ADDRESS);
  }

  static List<Source> sourcesThatWantMore() {
    return List.of(
        source("/queues/q", Durability.NONE, "link-detach", 0),
        source(null, Durability.CONFIGURATION, "link-detach", 0),
        source(null, Durability.UNSETTLED_STATE, "link-detach", 0),
        source(null, Durability.NONE, "session-end", 0),
        source(null, Durability.NONE, "never", 0),
        source(null, Durability.NONE, "link-detach", 1));
  }

  @ParameterizedTest
  @MethodSource("sourcesThatWantMore")
  void refusesSourcesThatWantMore(Source source) {
    assertRefused(SndSettleMode.SETTLED, source);
  }

  @Test
  void refusesToSendUnsettled() {
    assertRefused(SndSettleMode.UNSETTLED, WANTED);
    assertRefused(SndSettleMode.MIXED, WANTED);
  }

  private void assertRefused(SndSettleMode mode, Source source) {
    assertThatThrownBy(() -> ReplyLink.open(session, attach(mode, source), source))
        .isInstanceOfSatisfying(
            AmqpFault.class,
            fault -> {
              assertThat(fault.condition()).isEqualTo(AmqpCondition.NOT_IMPLEMENTED);
              assertThat(fault.scope()).isEqualTo(AmqpFault.Scope.LINK);
              assertThat(fault.description())
                  .startsWith("Dynamic source not supported: ")
                  .contains("rabbitmq:volatile-queue");
            });
    assertThat(session.open).isEmpty();
  }

  @Test
  void sendsWhatThereIsCreditFor() {
    ReplyLink link = open(2);

    reply(link, "1");
    reply(link, "2");

    assertThat(sent()).containsExactly("1", "2");
    assertThat(link.credit()).isZero();
  }

  @Test
  void dropsWhatThereIsNoCreditFor() {
    ReplyLink link = open();

    reply(link, "before any");
    flow(link, 1, false);
    reply(link, "1");
    reply(link, "too many");
    flow(link, 1, false);
    reply(link, "2");

    assertThat(sent()).containsExactly("1", "2");
    assertThat(link.deliveryCount()).isEqualTo(2);
  }

  @Test
  void givesBackCreditAtOnceWhenDrained() {
    ReplyLink link = open(5);
    reply(link, "1");

    flow(link, 4, true);
    reply(link, "too late");

    assertThat(session.flows).containsExactly(List.of(5, 0L, true));
    assertThat(sent()).containsExactly("1");
  }

  @Test
  void countsWhatWaitsForTheWindow() {
    session.windowIsShut = true;
    ReplyLink link = open(2);

    reply(link, "1");
    reply(link, "2");
    reply(link, "too many");

    assertThat(sent()).containsExactly("1", "2");
  }

  @Test
  void drainsWhenWhatWaitedForTheWindowIsSent() {
    session.windowIsShut = true;
    ReplyLink link = open(3);
    reply(link, "1");
    flow(link, 3, true);
    assertThat(session.flows).isEmpty();

    link.onSent();

    assertThat(session.flows).containsExactly(List.of(3, 0L, true));
  }

  @Test
  void dropsWhenTooMuchWaitsForTheWindow() {
    ReplyLink link = open(10);

    session.waitingBytes = ReplyLink.WAITING_BYTES_MAX - 1;
    reply(link, "1");
    session.waitingBytes = ReplyLink.WAITING_BYTES_MAX;
    reply(link, "dropped");
    session.waitingBytes = 0;
    reply(link, "2");

    assertThat(sent()).containsExactly("1", "2");
  }

  @Test
  void closesItsAddressAndSendsNoMore() {
    ReplyLink link = open(10);

    link.close();
    reply(link, "late");

    assertThat(session.open).isEmpty();
    assertThat(sent()).isEmpty();
  }
}
