package io.warrenmq.amqp10.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveredMessageTest {
  private final DeliveredMessage delivered = new DeliveredMessage();

  private static MessageBytes message() {
    return new MessageBytes();
  }

  private byte[] sent(Message message, boolean redelivered, int deliveryCount) {
    delivered.prepare(message, redelivered, deliveryCount);
    ByteBuf out = Unpooled.buffer();
    delivered.writeTo(out, 0, delivered.length());
    byte[] bytes = ByteBufUtil.getBytes(out);
    assertThat(bytes).hasSize(delivered.length());
    return bytes;
  }

  private static List<Object> header(byte[] bytes) {
    Described header = (Described) new ValueReader(bytes, 0, bytes.length).read();
    assertThat(header.code()).isEqualTo(Section.HEADER);
    return new ArrayList<>((List<?>) header.value());
  }

  private static Map<?, ?> annotations(byte[] bytes) {
    MessageSections sections = new MessageSections();
    sections.read(bytes);
    int at = sections.valueAt(Section.MESSAGE_ANNOTATIONS);
    return (Map<?, ?>) new ValueReader(bytes, at, bytes.length).read();
  }

  @Test
  void saysWhereItWentAndLeavesTheRestUntouched() {
    MessageBytes bare =
        message()
            .properties("id")
            .applicationProperties(Map.of("k", 1))
            .data("body")
            .section(Section.FOOTER, Map.of(new Symbol("f"), 2));
    Message published =
        message()
            .header(true, Unsigned.ubyte(3), Unsigned.uint(60_000), false, Unsigned.uint(9))
            .section(Section.DELIVERY_ANNOTATIONS, Map.of(new Symbol("hop"), 1))
            .raw(toInts(bare.bytes()))
            .published();

    byte[] sent = sent(published, false, 0);

    assertThat(header(sent))
        .containsExactly(true, Unsigned.ubyte(3), Unsigned.uint(60_000), true, Unsigned.uint(0));
    assertThat(annotations(sent))
        .isEqualTo(Map.of(new Symbol("x-exchange"), "x", new Symbol("x-routing-key"), "k"));
    assertThat(bareOf(sent)).isEqualTo(bare.bytes());
    MessageSections sections = new MessageSections();
    sections.read(sent);
    assertThat(sections.has(Section.DELIVERY_ANNOTATIONS)).isFalse();
  }

  private static byte[] bareOf(byte[] bytes) {
    MessageSections sections = new MessageSections();
    sections.read(bytes);
    return Arrays.copyOfRange(bytes, sections.bareAt(), bytes.length);
  }

  private static int[] toInts(byte[] bytes) {
    int[] ints = new int[bytes.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = bytes[i] & 0xFF;
    }
    return ints;
  }

  @Test
  void aHeaderThatWasNotSentSaysThatItIsNotDurable() {
    assertThat(header(sent(message().data("b").published(), false, -1)))
        .containsExactly(false, null, null, true, Unsigned.uint(0));
  }

  @Test
  void saysThatItComesAgain() {
    Message published = message().header(true).data("b").published();

    assertThat(header(sent(published, true, 0)))
        .containsExactly(true, null, null, false, Unsigned.uint(0));
    assertThat(header(sent(published, true, 2)))
        .containsExactly(true, null, null, false, Unsigned.uint(2));
    assertThat(annotations(sent(published, true, 2)).get(new Symbol("x-delivery-count")))
        .isEqualTo(2L);
    assertThat(header(sent(published, false, 0)))
        .containsExactly(true, null, null, true, Unsigned.uint(0));
  }

  @Test
  void publishersAnnotationsComeFirstAndNobodyForgesTheBrokers() {
    Map<String, Object> annotations = new LinkedHashMap<>();
    annotations.put("x-opt-a", List.of(1, "b"));
    annotations.put("x-exchange", "forged");
    annotations.put("x-routing-key", "forged");
    annotations.put("b", null);
    annotations.put("x-delivery-count", 99L);
    Message published = message().annotations(annotations).data("b").published();

    Map<Object, Object> expected = new LinkedHashMap<>();
    expected.put(new Symbol("x-opt-a"), List.of(1, "b"));
    expected.put(new Symbol("b"), null);
    expected.put(new Symbol("x-exchange"), "x");
    expected.put(new Symbol("x-routing-key"), "k");
    expected.put(new Symbol("x-delivery-count"), 1L);
    assertThat(annotations(sent(published, true, 1)).entrySet().stream().toList())
        .isEqualTo(expected.entrySet().stream().toList());
  }

  @Test
  void tellsOfDeathsAsRabbitMqDoes() {
    Death first = new Death("q1", DeathReason.EXPIRED, 2, 5_500, 9_000, "x", List.of("k", "c"), 30);
    Death last = new Death("q2", DeathReason.REJECTED, 1, 9_999, 9_999, "y", List.of(), -1);
    Annotations added =
        new Annotations(List.of(last, first), first, true, Map.of("x-more", 7L, "x-opt-a", "new"));
    Message published =
        message()
            .header(true, null, Unsigned.uint(30))
            .annotations(Map.of("x-opt-a", "old", "x-opt-deaths", "forged"))
            .data("b")
            .published()
            .annotate(added);

    byte[] sent = sent(published, false, 0);

    assertThat(header(sent)).containsExactly(true, null, null, true, Unsigned.uint(0));
    Map<?, ?> shown = annotations(sent);
    assertThat(shown.get(new Symbol("x-opt-a"))).isEqualTo("new");
    assertThat(shown.get(new Symbol("x-more"))).isEqualTo(7L);
    assertThat(shown.get(new Symbol("x-first-death-queue"))).isEqualTo("q1");
    assertThat(shown.get(new Symbol("x-first-death-reason"))).isEqualTo("expired");
    assertThat(shown.get(new Symbol("x-first-death-exchange"))).isEqualTo("x");
    assertThat(shown.get(new Symbol("x-last-death-queue"))).isEqualTo("q2");
    assertThat(shown.get(new Symbol("x-last-death-reason"))).isEqualTo("rejected");
    assertThat(shown.get(new Symbol("x-last-death-exchange"))).isEqualTo("y");
    assertThat(shown.get(new Symbol("x-opt-deaths")))
        .isEqualTo(
            List.of(
                Map.of(
                    new Symbol("queue"),
                    "q2",
                    new Symbol("reason"),
                    new Symbol("rejected"),
                    new Symbol("count"),
                    Unsigned.ulong(1),
                    new Symbol("first-time"),
                    new Timestamp(9_999),
                    new Symbol("last-time"),
                    new Timestamp(9_999),
                    new Symbol("exchange"),
                    "y",
                    new Symbol("routing-keys"),
                    List.of()),
                Map.of(
                    new Symbol("ttl"),
                    Unsigned.uint(30),
                    new Symbol("queue"),
                    "q1",
                    new Symbol("reason"),
                    new Symbol("expired"),
                    new Symbol("count"),
                    Unsigned.ulong(2),
                    new Symbol("first-time"),
                    new Timestamp(5_500),
                    new Symbol("last-time"),
                    new Timestamp(9_000),
                    new Symbol("exchange"),
                    "x",
                    new Symbol("routing-keys"),
                    List.of("k", "c"))));
    assertThat(ByteBufUtil.hexDump(sent))
        .contains(ByteBufUtil.hexDump("x-opt-deaths".getBytes(US_ASCII)) + "f0");
  }

  @Test
  void aMessageWithoutABodyIsSentAsItIs() {
    assertThat(bareOf(sent(message().header(true).published(), false, 0))).isEmpty();
    assertThat(bareOf(sent(message().properties("id").published(), false, 0)))
        .isEqualTo(message().properties("id").bytes());
  }

  /** The prefix is used again when nothing has changed, and made anew when something has. */
  @Test
  void eachMessageIsSentAsItIs() {
    Message plain = message().header(true).data("1").published();
    Message other = message().header(true, Unsigned.ubyte(1)).data("2").published();
    Message annotated = message().header(true).annotations(Map.of("x-a", 1)).data("3").published();
    Message dead =
        message().header(true).data("4").published().annotate(Annotations.NONE.with("x-b", 2));
    Message elsewhere = plain.reroute("y", "k", List.of(), Message.NO_TTL, Annotations.NONE);
    Message byOtherKey = plain.reroute("x", "l", List.of(), Message.NO_TTL, Annotations.NONE);
    Message mortal = plain.reroute("x", "k", List.of(), 5, Annotations.NONE);
    List<Message> all =
        List.of(
            plain,
            plain,
            other,
            plain,
            annotated,
            annotated,
            plain,
            dead,
            dead,
            plain,
            elsewhere,
            byOtherKey,
            mortal,
            plain);

    for (Message message : all) {
      for (boolean redelivered : new boolean[] {false, true}) {
        byte[] alone = new DeliveredMessageTest().sent(message, redelivered, redelivered ? 1 : 0);
        assertThat(sent(message, redelivered, redelivered ? 1 : 0)).isEqualTo(alone);
      }
    }
  }

  @Test
  void namesOfAnyLengthAndAlphabetAreSent() {
    for (String key : List.of("", "ключ", "k".repeat(255), "k".repeat(40_000), "\uD83D\uDC30")) {
      Message message =
          message()
              .data("b")
              .published()
              .reroute("обмен", key, List.of(), Message.NO_TTL, Annotations.NONE);

      Map<?, ?> shown = annotations(sent(message, false, 0));

      assertThat(shown.get(new Symbol("x-exchange"))).isEqualTo("обмен");
      assertThat(shown.get(new Symbol("x-routing-key"))).isEqualTo(key);
    }
  }

  @Test
  void isWrittenInPiecesOfAnySize() {
    Message message = message().header(true).annotations(Map.of("x-a", 1)).data("body").published();
    byte[] whole = sent(message, false, 0);

    for (int size = 1; size <= whole.length; size++) {
      ByteBuf out = Unpooled.buffer();
      for (int from = 0; from < whole.length; from += size) {
        delivered.writeTo(out, from, Math.min(size, whole.length - from));
      }
      assertThat(ByteBufUtil.getBytes(out)).isEqualTo(whole);
    }
  }

  @Test
  void letsGoOfWhatItHasSent() {
    Message large = message().annotations(Map.of("x-a", "a".repeat(100_000))).data("b").published();
    Message small = message().data("b").published();
    byte[] alone = sent(small, false, 0);
    sent(large, false, 0);

    delivered.clear();

    assertThat(delivered.length()).isZero();
    assertThat(sent(small, false, 0)).isEqualTo(alone);
    delivered.clear();
    assertThat(sent(small, false, 0)).isEqualTo(alone);
  }
}
