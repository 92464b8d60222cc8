package io.warrenmq.core.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.queue.Overflow;
import io.warrenmq.core.queue.QueueOptions;
import io.warrenmq.core.queue.QueueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts were taken from RabbitMQ 4.0.5's answers to the same declarations. */
class QueueOptionsParserTest {
  @ParameterizedTest
  @MethodSource("refusedValues")
  void refusesWithRabbitsText(String type, String argument, Object value, String fault) {
    String text = refusal(declaration(QueueArguments.TYPE, type, argument, value));

    assertThat(text).isEqualTo("invalid arg '" + argument + "' for queue 'q' in vhost '/'" + fault);
  }

  static Stream<ArgumentSet> refusedValues() {
    return Stream.of(
        row("classic", "x-message-ttl", -1, ": {value_negative,-1}"),
        row("classic", "x-message-ttl", (short) -5, ": {value_negative,-5}"),
        row("classic", "x-message-ttl", 315360000001L, ": {value_too_large,315360000001}"),
        row("classic", "x-message-ttl", "abc", ": \"expected integer, got longstr\""),
        row("classic", "x-message-ttl", true, ": \"expected integer, got bool\""),
        row("classic", "x-message-ttl", 1.5, ": \"expected integer, got double\""),
        row("classic", "x-message-ttl", 2.5f, ": \"expected integer, got float\""),
        row(
            "classic",
            "x-message-ttl",
            new BigDecimal("1.5"),
            ": \"expected integer, got decimal\""),
        row("classic", "x-message-ttl", List.of(1), ": \"expected integer, got array\""),
        row("classic", "x-message-ttl", Map.of("a", 1), ": \"expected integer, got table\""),
        row("classic", "x-message-ttl", Arguments.VOID, ": \"expected integer, got void\""),
        row("classic", "x-message-ttl", new Timestamp(0), ": \"expected integer, got timestamp\""),
        row(
            "classic",
            "x-message-ttl",
            new Binary(new byte[1]),
            ": \"expected integer, got binary\""),
        row("classic", "x-expires", 0, ": {value_zero,0}"),
        row("classic", "x-expires", -1, ": {value_negative,-1}"),
        row("classic", "x-max-length", -1L, ": {value_negative,-1}"),
        row("classic", "x-max-priority", 300, ": {max_value_exceeded,300}"),
        row("classic", "x-overflow", "abc", ": invalid_overflow"),
        row("classic", "x-overflow", 1, ": {unacceptable_type,signedint}"),
        row("classic", "x-overflow", (byte) 5, ": {unacceptable_type,byte}"),
        row("classic", "x-overflow", Unsigned.ushort(5), ": {unacceptable_type,unsignedshort}"),
        row("classic", "x-single-active-consumer", "abc", ": {unacceptable_type,longstr}"),
        row("classic", "x-queue-version", 0, ": \"unsupported queue version '0'\""),
        row("classic", "x-queue-version", -1, ": {value_negative,-1}"),
        row("classic", "x-queue-mode", "abc", ": \"unsupported queue mode 'abc'\""),
        row(
            "classic",
            "x-queue-mode",
            "a\"b\\c'dü",
            ": \"unsupported queue mode 'a\\\"b\\\\c'dü'\""),
        row("classic", "x-queue-leader-locator", "abc", ": invalid_queue_locator_arg"),
        row("classic", "x-dead-letter-routing-key", "k", ": routing_key_but_no_dlx_defined"),
        row("classic", "x-dead-letter-routing-key", 1, ": {unacceptable_type,signedint}"),
        row("classic", "x-quorum-initial-group-size", 1, " of queue type rabbit_classic_queue"),
        row("classic", "x-max-age", 1, " of queue type rabbit_classic_queue"),
        row("quorum", "x-queue-mode", "lazy", " of queue type rabbit_quorum_queue"),
        row("quorum", "x-queue-mode", "lazy", " of queue type rabbit_quorum_queue"),
        row("quorum", "x-queue-master-locator", 1, " of queue type rabbit_quorum_queue"),
        row("quorum", "x-quorum-initial-group-size", 0, ": {value_zero,0}"),
        row("quorum", "x-max-in-memory-length", "a", ": \"expected integer, got longstr\""),
        row("quorum", "x-dead-letter-strategy", "abc", ": invalid_dlx_strategy"),
        row("quorum", "x-selector", 1, ": {unacceptable_type,signedint}"),
        row(
            "classic",
            "x-selector",
            "a =",
            ": \"invalid selector at character 4: expected a value, found the end, near \\\"a =|\\\"\""),
        row("nope", "x-queue-type", "nope", ": \"unsupported queue type 'nope'\""),
        row("classic", "x-queue-type", 1, ": {unacceptable_type,signedint}"));
  }

  private static ArgumentSet row(String type, String argument, Object value, String fault) {
    return org.junit.jupiter.params.provider.Arguments.argumentSet(
        argument + "=" + value, type, argument, value, fault);
  }

  @Test
  void tellsTheFirstFaultInRabbitsOrder() {
    assertThat(refusal(declaration("x-message-ttl", -1, "x-expires", -1))).contains("x-expires");
    assertThat(refusal(declaration("x-quorum-initial-group-size", 1, "x-message-ttl", -1)))
        .contains("x-message-ttl");
  }

  @Test
  void refusesWhatQuorumQueuesCannotBe() {
    Arguments quorum = ControlPlane.args("x-queue-type", "quorum");

    assertThat(refusal(new QueueDeclaration("q", false, false, false, quorum)))
        .isEqualTo("invalid property 'non-durable' for queue 'q' in vhost '/'");
    assertThat(refusal(new QueueDeclaration("q", false, true, false, quorum)))
        .isEqualTo("invalid property 'exclusive-owner' for queue 'q' in vhost '/'");
    assertThat(refusal(new QueueDeclaration("q", true, false, true, quorum)))
        .isEqualTo("invalid property 'auto-delete' for queue 'q' in vhost '/'");
  }

  @Test
  void saysThatStreamsAreNotAvailable() {
    BrokerException refused =
        catchThrowableOfType(
            BrokerException.class,
            () -> QueueOptionsParser.parse("/", declaration("x-queue-type", "stream")));

    assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(refused.text()).contains("'stream'", "not available yet");
  }

  @Test
  void takesEveryClassicArgument() {
    QueueOptions options =
        QueueOptionsParser.parse(
            "/",
            declaration(
                "x-message-ttl",
                (byte) 5,
                "x-expires",
                6L,
                "x-max-length",
                Unsigned.uint(4294967295L),
                "x-max-length-bytes",
                0,
                "x-overflow",
                "reject-publish-dlx",
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                "k",
                "x-max-priority",
                255,
                "x-single-active-consumer",
                true,
                "x-consumer-timeout",
                60000,
                "x-queue-mode",
                "lazy",
                "x-queue-version",
                1,
                "x-queue-master-locator",
                1,
                "ha-mode",
                "all",
                "foo",
                "bar"));

    assertThat(options)
        .isEqualTo(
            new QueueOptions(
                QueueType.CLASSIC,
                5,
                6,
                4294967295L,
                0,
                Overflow.REJECT_PUBLISH_DLX,
                "",
                "k",
                255,
                0,
                true,
                -1,
                60000,
                null));
  }

  @Test
  void makesAFilterOfASelector() {
    QueueDeclaration declaration = declaration("x-selector", "JMSPriority > 4");

    assertThat(QueueOptionsParser.parse("/", declaration).filter()).hasToString("JMSPriority > 4");
    assertThat(QueueOptionsParser.parse("/", declaration()).filter()).isNull();
  }

  @Test
  void givesQuorumQueuesTheirDefaults() {
    QueueOptions options = QueueOptionsParser.parse("/", declaration("x-queue-type", "quorum"));

    assertThat(options.deliveryLimit()).isEqualTo(20);
    assertThat(options.maxPriority()).isEqualTo(31);
    assertThat(options.defaultPriority()).isEqualTo(4);
  }

  @Test
  void takesQuorumDeliveryLimits() {
    assertThat(deliveryLimit(0)).isZero();
    assertThat(deliveryLimit(-1)).isEqualTo(-1);
    assertThat(deliveryLimit("abc")).isEqualTo(20);
    assertThat(deliveryLimit(Unsigned.ulong(-1))).isEqualTo(Integer.MAX_VALUE);
  }

  private static int deliveryLimit(Object value) {
    return QueueOptionsParser.parse(
            "/", declaration("x-queue-type", "quorum", "x-delivery-limit", value))
        .deliveryLimit();
  }

  private static QueueDeclaration declaration(Object... arguments) {
    return ControlPlane.durable("q", arguments);
  }

  private static String refusal(QueueDeclaration declaration) {
    BrokerException refused =
        catchThrowableOfType(
            BrokerException.class, () -> QueueOptionsParser.parse("/", declaration));
    assertThat(refused.kind()).isEqualTo(ErrorKind.PRECONDITION_FAILED);
    return refused.text();
  }
}
