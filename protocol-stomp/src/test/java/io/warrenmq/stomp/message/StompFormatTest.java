package io.warrenmq.stomp.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Data;
import io.warrenmq.api.message.CanonicalMessage.Encoded;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a message of STOMP is to other protocols, and theirs to it. */
class StompFormatTest {
  private static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
  private static final String ALL =
      """
      content-type:text/plain
      content-encoding:gzip
      persistent:true
      priority:4
      correlation-id:c
      reply-to:/topic/a.b
      expiration:1000
      amqp-message-id:m
      timestamp:17
      type:t
      user-id:u
      app-id:a
      own:1
      x-own:2
      """;

  private static Binary bytes(String text) {
    return new Binary(text.getBytes(UTF_8));
  }

  @Test
  void propertiesAndHeadersAreCanonical() {
    CanonicalMessage content = Sends.FORMAT.toCanonical(Sends.message(ALL));

    assertThat(content)
        .isEqualTo(
            new CanonicalMessage(
                true,
                4,
                1000,
                Map.of("x-own", "2", "x-basic-type", "t"),
                new Properties(
                    "m",
                    bytes("u"),
                    null,
                    null,
                    "/exchanges/amq.topic/a.b",
                    "c",
                    "text/plain",
                    "gzip",
                    null,
                    new Timestamp(17_000),
                    "a",
                    null,
                    null),
                Map.of("own", "1"),
                new Data(List.of(bytes("b")))));
  }

  @Test
  void whatAMessageHasNotIsAbsent() {
    CanonicalMessage content = Sends.FORMAT.toCanonical(Sends.message(""));

    assertThat(content)
        .isEqualTo(
            new CanonicalMessage(
                false, -1, -1, Map.of(), Properties.NONE, Map.of(), new Data(List.of(bytes("b")))));
    assertThat(Sends.FORMAT.headers(Sends.message(""))).isEmpty();
    for (Property property : Property.values()) {
      assertThat(Sends.FORMAT.property(Sends.message(""), property)).as("%s", property).isNull();
    }
  }

  @Test
  void identifiersThatAreUuidsAreUuids() {
    Properties properties =
        Sends.FORMAT
            .toCanonical(
                Sends.message(
                    "amqp-message-id:urn:uuid:" + ID + "\ncorrelation-id:urn:uuid:" + ID + "\n"))
            .properties();

    assertThat(properties.messageId()).isEqualTo(ID);
    assertThat(properties.correlationId()).isEqualTo(ID);
  }

  @Test
  void annotationsHaveNamesThatAreSymbols() {
    CanonicalMessage content = Sends.FORMAT.toCanonical(Sends.message("x-ключ:1\nx-a:2\n"));

    assertThat(content.messageAnnotations()).isEqualTo(Map.of("x-a", "2"));
    assertThat(content.applicationProperties()).isEqualTo(Map.of("x-ключ", "1"));
  }

  @Test
  void aBodyInTheEncodingOfAmqpSaysSoByItsType() {
    assertThat(Sends.FORMAT.toCanonical(Sends.message("type:amqp-1.0\n")).body())
        .isEqualTo(new Encoded(bytes("b")));
  }

  @Test
  void filtersSeePropertiesAndHeaders() {
    Message message = Sends.message(ALL);

    assertThat(Sends.FORMAT.property(message, Property.MESSAGE_ID)).isEqualTo("m");
    assertThat(Sends.FORMAT.property(message, Property.CORRELATION_ID)).isEqualTo("c");
    assertThat(Sends.FORMAT.property(message, Property.USER_ID)).isEqualTo("u");
    assertThat(Sends.FORMAT.property(message, Property.REPLY_TO))
        .isEqualTo("/exchanges/amq.topic/a.b");
    assertThat(Sends.FORMAT.property(message, Property.CONTENT_TYPE)).isEqualTo("text/plain");
    assertThat(Sends.FORMAT.property(message, Property.CONTENT_ENCODING)).isEqualTo("gzip");
    assertThat(Sends.FORMAT.property(message, Property.GROUP_ID)).isEqualTo("a");
    assertThat(Sends.FORMAT.property(message, Property.TYPE)).isEqualTo("t");
    assertThat(Sends.FORMAT.property(message, Property.TIMESTAMP)).isEqualTo(new Timestamp(17_000));
    assertThat(Sends.FORMAT.property(message, Property.SUBJECT)).isNull();
    assertThat(Sends.FORMAT.headers(message)).isEqualTo(Map.of("own", "1", "x-own", "2"));
    assertThat(message.header("own")).isEqualTo("1");
    assertThat(message.header("type")).isNull();
    assertThat(message.header("ow")).isNull();
    assertThat(message.header("own1")).isNull();
  }

  @Test
  void namesThatAreEscapedAreFound() {
    Message message = Sends.message("a\\cb:1\nключ:2\na\\\\:3\n");

    assertThat(message.header("a:b")).isEqualTo("1");
    assertThat(message.header("ключ")).isEqualTo("2");
    assertThat(message.header("a\\")).isEqualTo("3");
    assertThat(message.header("a\\cb")).isNull();
  }

  @Test
  void whatWasAddedTakesThePlaceOfAHeader() {
    Map<String, Object> added = new LinkedHashMap<>();
    added.put("x-own", new Symbol("s"));
    added.put("x-list", List.of(1));
    Message message = Sends.message(ALL).annotate(Annotations.NONE.withAll(added));

    assertThat(message.header("x-own")).isEqualTo("s");
    assertThat(Sends.FORMAT.headers(message)).containsEntry("x-own", "s").containsEntry("own", "1");
    assertThat(Sends.FORMAT.toCanonical(message).messageAnnotations())
        .containsEntry("x-own", new Symbol("s"));
  }

  private static List<String> seen(CanonicalMessage content) {
    Message message = Sends.FORMAT.fromCanonical(Sends.message(""), content);
    return Sends.seen(message);
  }

  private static CanonicalMessage content(
      Map<String, @Nullable Object> annotations, Map<String, @Nullable Object> headers) {
    return new CanonicalMessage(
        false, -1, -1, annotations, Properties.NONE, headers, new Data(List.of(bytes("b"))));
  }

  @Test
  void allOfTheCanonicalFormThatHasAPlaceIsAHeader() {
    CanonicalMessage content =
        new CanonicalMessage(
            true,
            4,
            1000,
            Map.of("x-basic-type", "t", "x-basic-other", "o", "x-routing-key", "k"),
            new Properties(
                Unsigned.ulong(-1),
                bytes("u"),
                "to",
                "subject",
                "/queues/a%2Fb",
                ID,
                "text/plain",
                "gzip",
                new Timestamp(1),
                new Timestamp(17_999),
                "a",
                1L,
                "g"),
            Map.of(),
            new Data(List.of(bytes("b"), bytes("c"))));

    assertThat(seen(content))
        .containsExactly(
            "content-type=text/plain",
            "content-encoding=gzip",
            "persistent=true",
            "priority=4",
            "correlation-id=urn:uuid:" + ID,
            "reply-to=/reply-queue/a/b",
            "expiration=1000",
            "amqp-message-id=18446744073709551615",
            "timestamp=17",
            "type=t",
            "user-id=u",
            "app-id=a");
  }

  @Test
  void singleValuesAreText() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("text", "a:b\nc");
    values.put("symbol", new Symbol("s"));
    values.put("true", true);
    values.put("int", -1);
    values.put("ubyte", Unsigned.ubyte(255));
    values.put("double", 0.5);
    values.put("char", 'c');
    values.put("time", new Timestamp(-1));
    values.put("uuid", ID);
    values.put("long text", bytes("é"));
    values.put("null", null);
    values.put("void", Arguments.VOID);
    values.put("bytes", new Binary(new byte[] {-1}));
    values.put("list", List.of(1));
    values.put("map", Map.of("a", 1));
    values.put("nul", "\0");
    values.put("", "no name");

    assertThat(seen(content(Map.of(), values)))
        .containsExactly(
            "text=a:b\nc",
            "symbol=s",
            "true=true",
            "int=-1",
            "ubyte=255",
            "double=0.5",
            "char=c",
            "time=-1",
            "uuid=" + ID,
            "long text=é",
            "null=",
            "void=");
  }

  @Test
  void whatHasTheNameOfAnotherThingIsLeftOut() {
    assertThat(
            seen(
                content(
                    Map.of("x-a", 1),
                    Map.of(
                        "x-a",
                        2,
                        "destination",
                        "d",
                        "ack",
                        "a",
                        "content-length",
                        7,
                        "type",
                        "t",
                        "message-id",
                        "m",
                        "subscription",
                        "s",
                        "id",
                        "i"))))
        .containsExactly("x-a=1", "id=i");
  }

  @Test
  void aBodyOfOtherTypesSaysSo() {
    CanonicalMessage content =
        new CanonicalMessage(
            false, -1, -1, Map.of(), Properties.NONE, Map.of(), new Encoded(bytes("e")));
    Message message = Sends.FORMAT.fromCanonical(Sends.message(""), content);

    assertThat(Sends.seen(message)).containsExactly("type=amqp-1.0");
    assertThat(message.bodyLength()).isEqualTo(1);
  }
}
