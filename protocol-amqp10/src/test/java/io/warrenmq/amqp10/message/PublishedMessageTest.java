package io.warrenmq.amqp10.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.message.PublishedMessage.Destination;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublishedMessageTest {
  private final PublishedMessage published = new PublishedMessage();

  private static MessageBytes message() {
    return new MessageBytes();
  }

  private Message take(MessageBytes bytes) {
    published.read(bytes.bytes());
    return published.toMessage(1000, "x", "k");
  }

  @Test
  void keepsTheBytesAsTheyCame() {
    MessageBytes sent = message().header(true).properties("id").data("body");
    byte[] bytes = sent.bytes();

    published.read(bytes);
    Message message = published.toMessage(1000, "x", "k");

    assertThat(message.bytes()).isSameAs(bytes);
    assertThat(Arrays.copyOfRange(bytes, message.headerLength(), bytes.length))
        .isEqualTo(message().data("body").bytes());
    assertThat(message.format()).isSameAs(Amqp10Format.INSTANCE);
    assertThat(message.receivedMs()).isEqualTo(1000);
    assertThat(message.exchange()).isEqualTo("x");
    assertThat(message.routingKeys()).containsExactly("k");
  }

  @Test
  void readsTheHeader() {
    Message message =
        take(
            message()
                .header(true, Unsigned.ubyte(200), Unsigned.uint(0xFFFF_FFFFL), true)
                .data("b"));

    assertThat(message.isDurable()).isTrue();
    assertThat(message.priority()).isEqualTo(200);
    assertThat(message.ttlMs()).isEqualTo(0xFFFF_FFFFL);
  }

  @Test
  void whatTheHeaderDoesNotSayIsAbsent() {
    for (MessageBytes sent :
        List.of(
            message().data("b"),
            message().header().data("b"),
            message().header(null, null, null, false, Unsigned.uint(7)).data("b"),
            message().header(false).data("b"))) {
      take(message().header(true, Unsigned.ubyte(1), Unsigned.uint(1)).data("b"));

      Message message = take(sent);

      assertThat(message.isDurable()).isFalse();
      assertThat(message.priority()).isEqualTo(Message.NO_PRIORITY);
      assertThat(message.ttlMs()).isEqualTo(Message.NO_TTL);
    }
  }

  @Test
  void tellsWhereItIsToGo() {
    published.read(
        message()
            .properties(
                new Binary(new byte[300]),
                new Binary("me".getBytes(UTF_8)),
                "/queues/q",
                "subject",
                null)
            .data("b")
            .bytes());

    assertThat(published.userId()).isEqualTo(new Binary("me".getBytes(UTF_8)));
    assertThat(published.to()).isEqualTo("/queues/q");
    assertThat(published.subject()).isEqualTo("subject");

    published.read(message().properties("id").data("b").bytes());

    assertThat(published.userId()).isNull();
    assertThat(published.to()).isNull();
    assertThat(published.subject()).isNull();
  }

  @Test
  void refusesPropertiesOfTheWrongType() {
    published.read(message().properties(null, "me", 1, new Symbol("s")).data("b").bytes());

    assertThatThrownBy(published::userId).hasMessage("property user-id is no binary");
    assertThatThrownBy(published::to).hasMessage("property to is no string");
    assertThatThrownBy(published::subject).hasMessage("property subject is no string");
  }

  @Test
  void nobodyPretendsToBeSomebodyElse() {
    Principal guest = new Principal("guest", Set.of());
    Principal impersonator = new Principal("guest", Set.of("impersonator"));

    published.read(message().data("b").bytes());
    published.checkUserId(guest);
    published.read(
        message().properties(null, new Binary("guest".getBytes(UTF_8))).data("b").bytes());
    published.checkUserId(guest);
    published.read(
        message().properties(null, new Binary("admin".getBytes(UTF_8))).data("b").bytes());
    published.checkUserId(impersonator);

    assertThatThrownBy(() -> published.checkUserId(guest))
        .isInstanceOfSatisfying(
            AmqpFault.class,
            fault -> {
              assertThat(fault.scope()).isEqualTo(AmqpFault.Scope.LINK);
              assertThat(fault.condition()).isEqualTo(AmqpCondition.UNAUTHORIZED_ACCESS);
              assertThat(fault.description())
                  .isEqualTo("user_id property set to 'admin' but authenticated user was 'guest'");
            });
  }

  @Test
  void takesFurtherRoutingKeys() {
    Message message =
        take(message().annotations(Map.of("x-cc", List.of("a", "b"), "x-opt-c", 1)).data("b"));

    assertThat(message.routingKeys()).containsExactly("k", "a", "b");
    assertThat(take(message().annotations(Map.of("x-c", List.of("a"))).data("b")).routingKeys())
        .containsExactly("k");
  }

  @Test
  void refusesOtherRoutingKeys() {
    for (Object value : List.of("a", List.of("a", 1), List.of(new Symbol("a")), 5)) {
      assertThatThrownBy(() -> take(message().annotations(Map.of("x-cc", value)).data("b")))
          .isInstanceOfSatisfying(
              AmqpFault.class,
              fault -> {
                assertThat(fault.condition()).isEqualTo(AmqpCondition.INVALID_FIELD);
                assertThat(fault.description())
                    .isEqualTo(
                        "bad value for 'x-cc' message-annotation: it must be a list of strings");
              });
    }
  }

  @Test
  void knowsWhatJmsClientsSayOfTheDestination() {
    assertThat(destination((byte) 0)).isEqualTo(Destination.QUEUE);
    assertThat(destination((byte) 1)).isEqualTo(Destination.TOPIC);
    assertThat(destination((byte) 2)).isEqualTo(Destination.QUEUE);
    assertThat(destination((byte) 3)).isEqualTo(Destination.TOPIC);
    assertThat(destination("topic")).isEqualTo(Destination.UNKNOWN);
    published.read(message().data("b").bytes());
    assertThat(published.destination()).isEqualTo(Destination.UNKNOWN);
  }

  private Destination destination(Object kind) {
    published.read(message().annotations(Map.of("x-opt-jms-dest", kind)).data("b").bytes());
    return published.destination();
  }

  @Test
  void refusesKeysOfTheWrongType() {
    assertFault(
        message().section(Section.MESSAGE_ANNOTATIONS, Map.of("text", 1)).data("b"),
        "a message annotation whose key is no symbol");
    assertFault(
        message()
            .section(Section.APPLICATION_PROPERTIES, Map.of(new Symbol("symbol"), 1))
            .data("b"),
        "an application property whose key is no string");
    take(message().section(Section.MESSAGE_ANNOTATIONS, Map.of(Unsigned.ulong(7), 1)).data("b"));
  }

  @Test
  void refusesSectionsThatAreNotWhatTheirLengthSays() {
    String fault = "a compound value whose size is not that of its values";
    assertFault(message().raw(0, 0x53, 0x70, 0xC0, 3, 1, 0x41, 0x41).data("b"), fault);
    assertFault(message().raw(0, 0x53, 0x73, 0xC0, 3, 1, 0x40, 0x40).data("b"), fault);
    assertFault(message().raw(0, 0x53, 0x73, 0xC0, 2, 9, 0x40).data("b"), fault);
    assertFault(message().raw(0, 0x53, 0x74, 0xC1, 2, 2, 0x40).data("b"), fault);
    assertFault(
        message().raw(0, 0x53, 0x74, 0xC1, 4, 1, 0xA1, 1, 'k').data("b"),
        "a map of an odd number of values");
    assertFault(
        message().raw(0, 0x53, 0x73, 0xC0, 2, 1, 0x7F).data("b"),
        "no type has the constructor 0x7f");
  }

  @Test
  void refusesHeaderFieldsOfTheWrongType() {
    assertFault(message().header(1).data("b"), "no boolean where one must be");
    assertFault(message().header(true, "high").data("b"), "no uint where one must be");
    assertFault(message().header(true, null, -1L).data("b"), "no uint where one must be");
  }

  private void assertFault(MessageBytes bytes, String detail) {
    assertThatThrownBy(() -> published.read(bytes.bytes()))
        .isInstanceOf(DecodeFault.class)
        .hasMessage(detail);
  }

  /** What it takes can be delivered and converted. */
  @Test
  void anyBytesAreAMessageOrAFault() {
    Random random = new Random(23);
    byte[] whole =
        message()
            .header(true, Unsigned.ubyte(3))
            .annotations(Map.of("x-cc", List.of("a")))
            .properties("id", new Binary("me".getBytes(UTF_8)), "/queues/q", "subject")
            .applicationProperties(Map.of("k", "v"))
            .section(Section.VALUE, "text")
            .bytes();
    DeliveredMessage delivered = new DeliveredMessage();
    int taken = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = whole.clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Message message;
      try {
        published.read(bytes);
        published.checkUserId(new Principal("me", Set.of()));
        message = published.toMessage(1000, "x", "k");
        taken++;
      } catch (DecodeFault | AmqpFault e) {
        continue;
      }
      delivered.prepare(message, false, 0);
      assertThat(delivered.length()).isPositive();
      Amqp10Format.INSTANCE.toCanonical(message);
      Amqp10Format.INSTANCE.headers(message);
    }
    assertThat(taken).isPositive();
  }
}
