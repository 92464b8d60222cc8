package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import io.warrenmq.server.clients.Deliberate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which values of a queue's arguments are refused, and how. */
class QueueArgumentsIT extends ClientTest {
  static List<Arguments> invalidValues() {
    return List.of(
        invalid("x-message-ttl", -1, "{value_negative,-1}"),
        invalid("x-message-ttl", "abc", "\"expected integer, got longstr\""),
        invalid("x-message-ttl", 315_360_000_001L, "{value_too_large,315360000001}"),
        invalid("x-message-ttl", true, "\"expected integer, got bool\""),
        invalid("x-message-ttl", 1.5, "\"expected integer, got double\""),
        invalid("x-expires", 0, "{value_zero,0}"),
        invalid("x-expires", -5, "{value_negative,-5}"),
        invalid("x-expires", "10", "\"expected integer, got longstr\""),
        invalid("x-expires", 315_360_000_001L, "{value_too_large,315360000001}"),
        invalid("x-max-length", -1, "{value_negative,-1}"),
        invalid("x-max-length", "10", "\"expected integer, got longstr\""),
        invalid("x-max-length-bytes", -1, "{value_negative,-1}"),
        invalid("x-max-length-bytes", List.of(), "\"expected integer, got array\""),
        invalid("x-max-priority", -1, "{value_negative,-1}"),
        invalid("x-max-priority", 256, "{max_value_exceeded,256}"),
        invalid("x-max-priority", "5", "\"expected integer, got longstr\""),
        invalid("x-dead-letter-routing-key", 5, "{unacceptable_type,signedint}"),
        invalid("x-overflow", "explode", "invalid_overflow"),
        invalid("x-overflow", 5, "{unacceptable_type,signedint}"),
        invalid("x-single-active-consumer", "yes", "{unacceptable_type,longstr}"),
        invalid("x-queue-mode", "eager", "\"unsupported queue mode 'eager'\""),
        invalid("x-queue-version", 3, "\"unsupported queue version '3'\""),
        invalid("x-queue-version", "2", "\"expected integer, got longstr\""),
        invalid("x-queue-leader-locator", "nowhere", "invalid_queue_locator_arg"),
        invalid("x-queue-type", "novel", "\"unsupported queue type 'novel'\""),
        invalid("x-queue-type", 5, "{unacceptable_type,signedint}"));
  }

  private static Arguments invalid(String argument, Object value, String reason) {
    return Arguments.of(argument, value, reason);
  }

  @ParameterizedTest
  @MethodSource("invalidValues")
  void refusesInvalidValue(String argument, Object value, String reason) throws Exception {
    String queue = name();

    Close close =
        Close.of(
            anotherConnection(),
            c -> c.queueDeclare(queue, false, true, false, Map.of(argument, value)));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid arg '%s' for queue '%s' in vhost '/': %s"
                    .formatted(argument, queue, reason)));
  }

  @Test
  void refusesARoutingKeyForDeadLettersWithoutTheirExchange() throws Exception {
    String queue = name();

    Close close =
        Close.of(
            connection,
            c ->
                c.queueDeclare(
                    queue, false, true, false, Map.of("x-dead-letter-routing-key", "k")));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid arg 'x-dead-letter-routing-key' for queue '%s' in vhost '/': routing_key_but_no_dlx_defined"
                    .formatted(queue)));
  }

  @Test
  void refusesADeadLetterExchangeThatIsNoString() throws Exception {
    String queue = name();

    Close close =
        Close.of(
            connection,
            c -> c.queueDeclare(queue, false, true, false, Map.of("x-dead-letter-exchange", 5)));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid type 'signedint' for arg 'x-dead-letter-exchange' in"
                    + " queue '%s' in vhost '/'".formatted(queue)));
  }

  static List<Arguments> acceptedValues() {
    return List.of(
        Arguments.of("x-message-ttl", 0),
        // Ten years.
        Arguments.of("x-message-ttl", 315_360_000_000L),
        Arguments.of("x-expires", 60_000),
        Arguments.of("x-max-length", 0),
        Arguments.of("x-max-length-bytes", 0),
        Arguments.of("x-max-priority", 0),
        Arguments.of("x-max-priority", 255),
        Arguments.of("x-overflow", "drop-head"),
        Arguments.of("x-overflow", "reject-publish"),
        Arguments.of("x-overflow", "reject-publish-dlx"),
        Arguments.of("x-single-active-consumer", true),
        Arguments.of("x-queue-mode", "lazy"),
        Arguments.of("x-queue-mode", "default"),
        Arguments.of("x-queue-version", 1),
        Arguments.of("x-queue-version", 2),
        Arguments.of("x-queue-type", "classic"),
        Arguments.of("x-queue-leader-locator", "client-local"),
        Arguments.of("x-queue-leader-locator", "balanced"),
        Arguments.of("x-queue-master-locator", "min-masters"),
        Arguments.of("x-dead-letter-exchange", "not-there-yet"),
        Arguments.of("x-unknown", "whatever"),
        Arguments.of("ha-policy", "all"));
  }

  @ParameterizedTest
  @MethodSource("acceptedValues")
  void acceptsValue(String argument, Object value) throws Exception {
    String queue = queue(Map.of(argument, value));

    assertThat(readyIn(queue)).isZero();
  }

  static List<Arguments> inequivalences() {
    return List.of(
        Arguments.of("x-message-ttl", 1000, 2000, "'2000' but current is '1000'"),
        Arguments.of(
            "x-message-ttl",
            null,
            2000,
            "the value '2000' of type 'signedint' but current is none"),
        Arguments.of(
            "x-message-ttl",
            1000,
            null,
            "none but current is the value '1000' of type 'signedint'"),
        Arguments.of("x-expires", 60000, 70000, "'70000' but current is '60000'"),
        Arguments.of("x-max-length", 1, 2, "'2' but current is '1'"),
        Arguments.of("x-max-length-bytes", 1, 2, "'2' but current is '1'"),
        Arguments.of("x-max-priority", 5, 6, "'6' but current is '5'"),
        Arguments.of(
            "x-overflow",
            "drop-head",
            "reject-publish",
            "'reject-publish' but current is 'drop-head'"),
        Arguments.of("x-dead-letter-exchange", "a", "b", "'b' but current is 'a'"),
        Arguments.of(
            "x-single-active-consumer",
            true,
            null,
            "none but current is the value 'true' of type 'bool'"),
        Arguments.of("x-queue-type", "classic", "quorum", "'quorum' but current is 'classic'"));
  }

  @ParameterizedTest
  @MethodSource("inequivalences")
  void refusesAnotherValue(
      String argument, @Nullable Object first, @Nullable Object second, String rest)
      throws Exception {
    String queue = durableQueue(name(), single(argument, first));

    Close close =
        Close.of(
            connection, c -> c.queueDeclare(queue, true, false, false, single(argument, second)));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - inequivalent arg '%s' for queue '%s' in vhost '/': received %s"
                    .formatted(argument, queue, rest)));
  }

  private static Map<String, Object> single(String argument, @Nullable Object value) {
    Map<String, Object> all = new HashMap<>();
    if (value != null) {
      all.put(argument, value);
    }
    return all;
  }

  @Test
  void takesAnotherIntegerWidthAsEqual() throws Exception {
    String queue = queue(Map.of("x-message-ttl", 60_000));

    assertThat(channel.queueDeclare(queue, false, true, false, Map.of("x-message-ttl", 60_000L)))
        .isNotNull();
  }

  @Test
  void ignoresUnknownArgumentsOnRedeclaration() throws Exception {
    String queue = queue(Map.of("x-note", "first"));

    assertThat(channel.queueDeclare(queue, false, true, false, Map.of("x-note", "second")))
        .isNotNull();
  }

  static List<Arguments> argumentsOfQuorumQueuesAlone() {
    return List.of(
        Arguments.of("x-delivery-limit", 5, Deliberate.DELIVERY_LIMIT_ON_CLASSIC),
        Arguments.of("x-quorum-initial-group-size", 1, null),
        Arguments.of("x-dead-letter-strategy", "at-most-once", null));
  }

  @ParameterizedTest
  @MethodSource("argumentsOfQuorumQueuesAlone")
  void classicQueuesRefuse(String argument, Object value, @Nullable Deliberate departs)
      throws Exception {
    String queue = name();
    if (departs != null && broker.departs(departs)) {
      assertThat(channel.queueDeclare(queue, false, true, false, Map.of(argument, value)))
          .isNotNull();
      return;
    }

    Close close =
        Close.of(
            connection, c -> c.queueDeclare(queue, false, true, false, Map.of(argument, value)));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid arg '%s' for queue '%s' in vhost '/' of queue type rabbit_classic_queue"
                    .formatted(argument, queue)));
  }
}
