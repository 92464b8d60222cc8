package io.warrenmq.amqp10.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Body;
import io.warrenmq.api.message.CanonicalMessage.Data;
import io.warrenmq.api.message.CanonicalMessage.Encoded;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.CanonicalMessage.Value;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class Amqp10FormatTest {
  private static final Amqp10Format FORMAT = Amqp10Format.INSTANCE;
  private static final Properties FULL =
      new Properties(
          Unsigned.ulong(-1),
          new Binary("me".getBytes(UTF_8)),
          "/queues/q",
          "subject",
          "/queues/r",
          new UUID(1, 2),
          "text/plain",
          "gzip",
          new Timestamp(5),
          new Timestamp(-6),
          "group",
          0xFFFF_FFFFL,
          "replies");

  private static MessageBytes message() {
    return new MessageBytes();
  }

  private static Binary binary(String text) {
    return new Binary(text.getBytes(UTF_8));
  }

  /** A message with a value of every type. */
  private static CanonicalMessage canonical(Body body) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("null", null);
    values.put("boolean", true);
    values.put("ubyte", Unsigned.ubyte(255));
    values.put("ushort", Unsigned.ushort(65_535));
    values.put("uint", Unsigned.uint(0xFFFF_FFFFL));
    values.put("ulong", Unsigned.ulong(-1));
    values.put("byte", (byte) -1);
    values.put("short", (short) -300);
    values.put("int", -70_000);
    values.put("long", Long.MIN_VALUE);
    values.put("float", 1.5f);
    values.put("double", -2.25);
    values.put("decimal", new BigDecimal("12.50"));
    values.put("char", 'ä');
    values.put("timestamp", new Timestamp(7));
    values.put("uuid", new UUID(3, 4));
    values.put("binary", binary("b"));
    values.put("string", "ß");
    values.put("symbol", new Symbol("s"));
    Map<String, @Nullable Object> annotations = new LinkedHashMap<>(values);
    annotations.put("x-list", List.of(1, List.of("a")));
    annotations.put("x-map", Map.of(new Symbol("k"), 1L));
    return new CanonicalMessage(true, 200, 60_000, annotations, FULL, values, body);
  }

  private static Message fromCanonical(CanonicalMessage content) {
    return FORMAT.fromCanonical(message().data("original").published(), content);
  }

  @Test
  void everythingComesBackFromTheCanonicalForm() {
    CanonicalMessage content = canonical(new Data(List.of(binary("a"), binary("b"))));

    Message converted = fromCanonical(content);

    assertThat(FORMAT.toCanonical(converted)).isEqualTo(content);
    assertThat(converted.format()).isSameAs(FORMAT);
    assertThat(converted.isDurable()).isTrue();
    assertThat(converted.priority()).isEqualTo(200);
    assertThat(converted.ttlMs()).isEqualTo(60_000);
    assertThat(converted.routingKey()).isEqualTo("k");
  }

  @Test
  void whatIsConvertedIsAMessageThatAPublisherCouldHaveSent() {
    byte[] bytes = fromCanonical(canonical(new Data(List.of(binary("a"))))).bytes();
    PublishedMessage published = new PublishedMessage();

    published.read(bytes);
    Message message = published.toMessage(1000, "x", "k");

    assertThat(message.isDurable()).isTrue();
    assertThat(message.priority()).isEqualTo(200);
    assertThat(message.ttlMs()).isEqualTo(60_000);
  }

  @Test
  void absentSectionsStayAbsent() {
    CanonicalMessage content =
        new CanonicalMessage(
            false, -1, -1, Map.of(), Properties.NONE, Map.of(), new Data(List.of(binary("a"))));

    Message converted = fromCanonical(content);

    assertThat(converted.bytes()).isEqualTo(message().header(false).data("a").bytes());
    assertThat(FORMAT.toCanonical(converted)).isEqualTo(content);
  }

  @Test
  void noDataIsOneEmptySection() {
    CanonicalMessage content =
        new CanonicalMessage(
            false, -1, -1, Map.of(), Properties.NONE, Map.of(), new Data(List.of()));

    assertThat(FORMAT.toCanonical(fromCanonical(content)).body())
        .isEqualTo(new Data(List.of(binary(""))));
  }

  @Test
  void aSingleValueIsToldWithItsEncoding() {
    MessageBytes body = message().section(Section.VALUE, "text").section(Section.FOOTER, Map.of());

    assertThat(FORMAT.toCanonical(message().header(true).raw(toInts(body)).published()).body())
        .isEqualTo(new Value("text", new Binary(body.bytes())));
    MessageBytes none = message().section(Section.VALUE, null);
    assertThat(FORMAT.toCanonical(none.published()).body())
        .isEqualTo(new Value(null, new Binary(none.bytes())));
  }

  private static int[] toInts(MessageBytes sections) {
    byte[] bytes = sections.bytes();
    int[] ints = new int[bytes.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = bytes[i] & 0xFF;
    }
    return ints;
  }

  @Test
  void otherBodiesAreKeptAsTheyAreEncoded() {
    List<MessageBytes> bodies =
        List.of(
            message().section(Section.VALUE, List.of()),
            message().section(Section.VALUE, List.of(1)),
            message().section(Section.VALUE, Map.of("k", 1)),
            message().section(Section.VALUE, Described.of(9, "v")),
            message().raw(0, 0x53, 0x77, 0xE0, 2, 0, 0x41),
            message().raw(0, 0x53, 0x77, 0xA1, 1, 0xFF), // text that is none
            message()
                .section(Section.SEQUENCE, List.of(1))
                .section(Section.SEQUENCE, List.of("a")));
    for (MessageBytes body : bodies) {
      Encoded encoded = new Encoded(new Binary(body.bytes()));
      assertThat(FORMAT.toCanonical(body.published()).body()).isEqualTo(encoded);

      Message back = fromCanonical(canonical(encoded));
      assertThat(Arrays.copyOfRange(back.bytes(), back.headerLength(), back.bytes().length))
          .isEqualTo(body.bytes());
      assertThat(FORMAT.toCanonical(back)).isEqualTo(canonical(encoded));
    }
  }

  @Test
  void noBodyIsNoData() {
    assertThat(FORMAT.toCanonical(message().properties("id").published()).body())
        .isEqualTo(new Data(List.of()));
  }

  @Test
  void tellsWhetherThePublisherHasSaidIfItIsDurable() {
    assertThat(FORMAT.toCanonical(message().data("b").published()).saysDurability()).isFalse();
    assertThat(FORMAT.toCanonical(message().header().data("b").published()).saysDurability())
        .isFalse();
    assertThat(FORMAT.toCanonical(message().header(false).data("b").published()).saysDurability())
        .isTrue();
  }

  @Test
  void textOfOtherProtocolsIsAValue() {
    Message converted = fromCanonical(canonical(new Value("text", null)));

    assertThat(
            Arrays.copyOfRange(
                converted.bytes(), converted.headerLength(), converted.bytes().length))
        .isEqualTo(message().section(Section.VALUE, "text").bytes());
  }

  @Test
  void aBodyThatIsNotWhatItSaysIsData() {
    List<byte[]> others =
        List.of(
            binary("").bytes(),
            binary("text").bytes(),
            message().section(Section.VALUE, 1).section(Section.VALUE, 1).bytes(),
            message().properties("id").section(Section.VALUE, 1).bytes(),
            message().section(Section.FOOTER, Map.of()).bytes());
    for (byte[] bytes : others) {
      Body body = new Encoded(new Binary(bytes));

      assertThat(FORMAT.toCanonical(fromCanonical(canonical(body))).body())
          .isEqualTo(new Data(List.of(new Binary(bytes))));
    }
  }

  @Test
  void theContentTypeOfAnEncodedBodyGoesWithTheEncoding() {
    Properties properties = typed(Conversion.AMQP_CONTENT_TYPE);
    Body value = new Encoded(new Binary(message().section(Section.VALUE, 1).bytes()));

    assertThat(contentType(properties, value)).isNull();
    assertThat(contentType(typed("text/plain"), value)).isEqualTo("text/plain");
    assertThat(contentType(properties, new Encoded(binary("none"))))
        .isEqualTo(Conversion.AMQP_CONTENT_TYPE);
  }

  private static Properties typed(@Nullable String contentType) {
    return new Properties(
        null, null, null, null, null, null, contentType, null, null, null, null, null, null);
  }

  private static @Nullable String contentType(Properties properties, Body body) {
    CanonicalMessage content =
        new CanonicalMessage(false, -1, -1, Map.of(), properties, Map.of(), body);
    return FORMAT.toCanonical(fromCanonical(content)).properties().contentType();
  }

  @Test
  void whatASectionMayNotHoldIsLeftOut() {
    CanonicalMessage content =
        new CanonicalMessage(
            false,
            -1,
            1L << 40,
            Map.of("x-é", 1, "x-e", 2),
            typed("tëxt"),
            Map.of("list", List.of(1), "map", Map.of(), "int", 3),
            new Data(List.of(binary("a"))));

    CanonicalMessage back = FORMAT.toCanonical(fromCanonical(content));

    assertThat(back.messageAnnotations()).isEqualTo(Map.of("x-e", 2));
    assertThat(back.applicationProperties()).isEqualTo(Map.of("int", 3));
    assertThat(back.properties()).isEqualTo(Properties.NONE);
  }

  @Test
  void whatTheBrokerHasAddedIsAmongTheAnnotations() {
    Death death = new Death("q", DeathReason.EXPIRED, 1, 10, 10, "x", List.of("k"), 5000);
    Message message =
        message()
            .header(true, null, Unsigned.uint(5000))
            .annotations(Map.of("x-a", "old", "x-b", 1))
            .data("b")
            .published()
            .annotate(new Annotations(List.of(death), death, true, Map.of("x-a", "new")));

    CanonicalMessage canonical = FORMAT.toCanonical(message);

    assertThat(canonical.ttlMs()).isEqualTo(-1);
    assertThat(canonical.messageAnnotations())
        .containsEntry("x-a", "new")
        .containsEntry("x-b", 1)
        .containsEntry("x-last-death-reason", "expired")
        .containsKey("x-opt-deaths");
    assertThat(FORMAT.headers(message))
        .containsEntry("x-a", "new")
        .containsEntry("x-first-death-queue", "q")
        .doesNotContainKey("x-opt-deaths");
    assertThat(FORMAT.header(message, "x-a")).isEqualTo("new");
    assertThat(FORMAT.header(message, "x-first-death-queue")).isEqualTo("q");
  }

  @Test
  void exchangesSeeSingleValues() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("text", "t");
    values.put("nothing", null);
    values.put("list", List.of(1));
    Message message =
        message()
            .annotations(Map.of("x-a", 7L, "x-list", List.of(1), "text", new Symbol("other")))
            .applicationProperties(values)
            .data("b")
            .published();

    assertThat(FORMAT.headers(message))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("text", "other", "nothing", Arguments.VOID, "x-a", 7L));
    for (String name : List.of("text", "nothing", "list", "x-a", "x-list", "tex", "")) {
      assertThat(FORMAT.header(message, name)).isEqualTo(FORMAT.headers(message).get(name));
    }
    assertThat(FORMAT.headers(message().data("b").published())).isEmpty();
    assertThat(FORMAT.header(message().data("b").published(), "text")).isNull();
  }

  @Test
  void tellsThePropertiesThatExchangesHash() {
    Message message = fromCanonical(canonical(new Data(List.of())));

    assertThat(FORMAT.property(message, Property.MESSAGE_ID)).isEqualTo(Unsigned.ulong(-1));
    assertThat(FORMAT.property(message, Property.CORRELATION_ID)).isEqualTo(new UUID(1, 2));
    assertThat(FORMAT.property(message, Property.TIMESTAMP)).isEqualTo(new Timestamp(-6));
    assertThat(FORMAT.property(message().data("b").published(), Property.MESSAGE_ID)).isNull();
  }

  @Test
  void tellsThePropertiesThatFiltersLookAt() {
    CanonicalMessage full = canonical(new Data(List.of()));
    Map<String, @Nullable Object> annotations = new LinkedHashMap<>(full.messageAnnotations());
    annotations.put("x-basic-type", "order");
    Message message =
        fromCanonical(
            new CanonicalMessage(
                false, -1, -1, annotations, FULL, full.applicationProperties(), full.body()));

    assertThat(FORMAT.property(message, Property.USER_ID)).isEqualTo(FULL.userId());
    assertThat(FORMAT.property(message, Property.TO)).isEqualTo(FULL.to());
    assertThat(FORMAT.property(message, Property.SUBJECT)).isEqualTo(FULL.subject());
    assertThat(FORMAT.property(message, Property.REPLY_TO)).isEqualTo(FULL.replyTo());
    assertThat(FORMAT.property(message, Property.CONTENT_TYPE)).isEqualTo(FULL.contentType());
    assertThat(FORMAT.property(message, Property.CONTENT_ENCODING))
        .isEqualTo(FULL.contentEncoding());
    assertThat(FORMAT.property(message, Property.EXPIRY_TIME)).isEqualTo(FULL.absoluteExpiryTime());
    assertThat(FORMAT.property(message, Property.GROUP_ID)).isEqualTo(FULL.groupId());
    assertThat(FORMAT.property(message, Property.GROUP_SEQUENCE)).isEqualTo(FULL.groupSequence());
    assertThat(FORMAT.property(message, Property.REPLY_TO_GROUP_ID))
        .isEqualTo(FULL.replyToGroupId());
    assertThat(FORMAT.property(message, Property.TYPE)).isEqualTo("order");
    Message empty = message().data("b").published();
    for (Property property : Property.values()) {
      assertThat(FORMAT.property(empty, property)).isNull();
    }
  }

  @Test
  void aPropertyIsReadThoughAnotherCannotBe() {
    Message message =
        message().properties("id", "no binary", 7, "subject", null, null, "text/plain").published();

    assertThat(FORMAT.property(message, Property.MESSAGE_ID)).isEqualTo("id");
    assertThat(FORMAT.property(message, Property.USER_ID)).isNull();
    assertThat(FORMAT.property(message, Property.TO)).isNull();
    assertThat(FORMAT.property(message, Property.SUBJECT)).isEqualTo("subject");
    assertThat(FORMAT.property(message, Property.CONTENT_TYPE)).isEqualTo("text/plain");
    assertThat(FORMAT.property(message, Property.GROUP_SEQUENCE)).isNull();
  }

  @Test
  void whatIsOfNoUseElsewhereIsLeftOut() {
    Message message =
        message()
            .section(
                Section.MESSAGE_ANNOTATIONS,
                Map.of(Unsigned.ulong(1), 1, new Symbol("x-a"), List.of(Described.of(5, "inside"))))
            .properties("id", "no binary", 7, null, null, 'c', "text/plain")
            .data("b")
            .published();

    CanonicalMessage canonical = FORMAT.toCanonical(message);

    assertThat(canonical.messageAnnotations()).isEqualTo(Map.of("x-a", List.of("inside")));
    assertThat(canonical.properties())
        .isEqualTo(
            new Properties(
                "id",
                null,
                null,
                null,
                null,
                null,
                "text/plain",
                null,
                null,
                null,
                null,
                null,
                null));
  }

  @Test
  void brokenBytesAreDataOfAMessageThatSaysNothing() {
    byte[] bytes = binary("no message").bytes();
    Message message = MessageBytes.stored(bytes, 3);

    CanonicalMessage canonical = FORMAT.toCanonical(message);

    assertThat(canonical.durable()).isTrue();
    assertThat(canonical.properties()).isEqualTo(Properties.NONE);
    assertThat(canonical.body()).isEqualTo(new Data(List.of(binary("message"))));
    assertThat(FORMAT.headers(message)).isEmpty();
    assertThat(FORMAT.header(message, "k")).isNull();
    assertThat(FORMAT.property(message, Property.MESSAGE_ID)).isNull();
  }

  @Test
  void neverFailsWhateverTheBytes() {
    Random random = new Random(29);
    byte[] whole = fromCanonical(canonical(new Value("text", null))).bytes();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = whole.clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Message message = MessageBytes.stored(bytes, random.nextInt(bytes.length + 1));

      CanonicalMessage canonical = FORMAT.toCanonical(message);
      FORMAT.headers(message);
      FORMAT.header(message, "symbol");
      FORMAT.property(message, Property.CORRELATION_ID);
      FORMAT.fromCanonical(message, canonical);
    }
  }
}
