package io.warrenmq.stomp.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.destination.Destination.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
  private static final Destinations DESTINATIONS = new Destinations("amq.topic");

  private static Destination of(Kind kind, String name) {
    return new Destination(kind, name, "");
  }

  @Test
  void readsAllKinds() {
    assertThat(Destination.parse("/queue/q")).isEqualTo(of(Kind.QUEUE, "q"));
    assertThat(Destination.parse("/amq/queue/q")).isEqualTo(of(Kind.AMQ_QUEUE, "q"));
    assertThat(Destination.parse("/topic/a.*.#")).isEqualTo(of(Kind.TOPIC, "a.*.#"));
    assertThat(Destination.parse("/temp-queue/t")).isEqualTo(of(Kind.TEMP_QUEUE, "t"));
    assertThat(Destination.parse("/reply-queue/amq.gen-1"))
        .isEqualTo(of(Kind.REPLY_QUEUE, "amq.gen-1"));
    assertThat(Destination.parse("/exchange/x")).isEqualTo(of(Kind.EXCHANGE, "x"));
    assertThat(Destination.parse("/exchange/x/"))
        .isEqualTo(new Destination(Kind.EXCHANGE, "x", ""));
    assertThat(Destination.parse("/exchange/x/k.*"))
        .isEqualTo(new Destination(Kind.EXCHANGE, "x", "k.*"));
  }

  @Test
  void aNameAloneIsAQueue() {
    assertThat(Destination.parse("q%2Fr")).isEqualTo(of(Kind.QUEUE, "q/r"));
  }

  @Test
  void ofWhatIsEscapedOnlySlashesAreRead() {
    assertThat(Destination.parse("/queue/a%2Fb%25c%2fd%"))
        .isEqualTo(of(Kind.QUEUE, "a/b%25c%2fd%"));
    assertThat(Destination.parse("/exchange/a%2Fb/c%2Fd"))
        .isEqualTo(new Destination(Kind.EXCHANGE, "a/b", "c/d"));
  }

  @Test
  void queuesForAnswersMayHaveSlashes() {
    assertThat(Destination.parse("/reply-queue/a/b%2Fc/"))
        .isEqualTo(of(Kind.REPLY_QUEUE, "a/b/c/"));
  }

  @ParameterizedTest
  @CsvSource({
    "/queue, '', queue",
    "/queue/, /, queue",
    "/queue/a/b, /a/b, queue",
    "/queue/a/, /a/, queue",
    "/queue//a, //a, queue",
    "/topic/, /, topic",
    "/topic/a/b, /a/b, topic",
    "/amq/queue, '', amqqueue",
    "/amq/queue/a/b, /a/b, amqqueue",
    "/temp-queue/, /, temp_queue",
    "/temp-queue/a/b, /a/b, temp_queue",
    "/exchange, '', exchange",
    "/exchange/, /, exchange",
    "/exchange//k, //k, exchange",
    "/exchange/a/b/c, /a/b/c, exchange",
    "/reply-queue/, /, reply_queue",
  })
  void tellsWhatIsNotValid(String text, String rest, String kind) {
    StompFault fault = catchThrowableOfType(StompFault.class, () -> Destination.parse(text));

    assertThat(fault.summary()).isEqualTo("Invalid destination");
    assertThat(fault.detail())
        .isEqualTo("'" + rest + "' is not a valid " + kind + " destination\n");
  }

  @Test
  void tellsThatThereIsNone() {
    StompFault fault = catchThrowableOfType(StompFault.class, () -> Destination.parse(""));

    assertThat(fault.getMessage()).isEqualTo("Invalid destination: Destination cannot be blank");
  }

  /** RabbitMQ 4.0.5's own words, as those above. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/foo/bar",
        "/queuex",
        "/reply-queue",
        "/amq/topic/a",
        "queue/a",
        "//queue/a"
      })
  void tellsWhichThereAre(String text) {
    StompFault fault = catchThrowableOfType(StompFault.class, () -> Destination.parse(text));

    assertThat(fault.summary()).isEqualTo("Unknown destination");
    assertThat(fault.detail())
        .isEqualTo(
            "'"
                + text
                + "' is not a valid destination.\nValid destination types are: /temp-queue,"
                + " /exchange, /topic, /queue, /amq/queue, /reply-queue/.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'', q, /queue/q",
    "'', a/b%c, /queue/a%2Fb%25c",
    "'', é\t~, /queue/%C3%A9%09~",
    "amq.topic, a.b, /topic/a.b",
    "x, '', /exchange/x",
    "x/y, k/l, /exchange/x%2Fy/k%2Fl",
    "amq.direct, k, /exchange/amq.direct/k",
  })
  void tellsWhereAMessageWasSentTo(String exchange, String key, String expected) {
    assertThat(DESTINATIONS.text(exchange, key)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/queue/q, '', q",
    "/amq/queue/q, '', q",
    "/reply-queue/q, '', q",
    "/topic/a.b, amq.topic, a.b",
    "/exchange/x/k, x, k",
    "/exchange/x, x, ''",
  })
  void tellsWhereAMessageGoes(String text, String exchange, String key) {
    Destination destination = Destination.parse(text);

    assertThat(DESTINATIONS.exchange(destination)).isEqualTo(exchange);
    assertThat(DESTINATIONS.routingKey(destination)).isEqualTo(key);
  }

  /** But for the percent sign, which is written escaped and read as it is, as in RabbitMQ. */
  @Property
  void whatIsWrittenIsRead(@ForAll @NotEmpty String name, @ForAll String key) {
    String exchange = printable(name);
    Destination destination = new Destination(Kind.EXCHANGE, exchange, printable(key));

    assertThat(Destination.parse(destination.text())).isEqualTo(destination);
  }

  private static String printable(String text) {
    return text.replaceAll("[^!-~]|%", "/");
  }

  @ParameterizedTest
  @CsvSource({
    "q, /queues/q, /reply-queue/q",
    "a b/c, /queues/a%20b%2Fc, /reply-queue/a b/c",
    "/queue/q, /queues/q, /reply-queue/q",
    "/amq/queue/q, /queues/q, /reply-queue/q",
    "/reply-queue/amq.gen-1/x, /queues/amq.gen-1%2Fx, /reply-queue/amq.gen-1/x",
    "/topic/a.b, /exchanges/amq.topic/a.b, /topic/a.b",
    "/exchange/x/k l, /exchanges/x/k%20l, /exchange/x/k l",
    "/exchange/x, /exchanges/x, /exchange/x",
    "/queue/a/b, /queue/a/b, /queue/a/b",
    "/other/a, /other/a, /reply-queue//other/a",
  })
  void answersFindTheirWayThroughOtherProtocols(String replyTo, String address, String back) {
    assertThat(DESTINATIONS.address(replyTo)).isEqualTo(address);
    assertThat(DESTINATIONS.replyTo(address)).isEqualTo(back);
  }

  @ParameterizedTest
  @CsvSource({
    "/queues/, /queues/",
    "/queues/%, /queues/%",
    "/exchanges//k, /exchanges//k",
    "/exchanges/x/%z, /exchanges/x/%z",
    "urn:a, /reply-queue/urn:a",
  })
  void addressesOfOtherFormsPass(String address, String expected) {
    assertThat(DESTINATIONS.replyTo(address)).isEqualTo(expected);
  }
}
