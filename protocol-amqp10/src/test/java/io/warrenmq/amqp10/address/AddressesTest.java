package io.warrenmq.amqp10.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.amqp10.address.SourceAddress.FromExchange;
import io.warrenmq.amqp10.address.SourceAddress.FromQueue;
import io.warrenmq.amqp10.address.TargetAddress.BySubject;
import io.warrenmq.amqp10.address.TargetAddress.PerMessage;
import io.warrenmq.amqp10.address.TargetAddress.ToExchange;
import io.warrenmq.amqp10.address.TargetAddress.ToQueue;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  private final Addresses addresses = new Addresses(true);
  private final Addresses v2Only = new Addresses(false);

  // ---- version 2 ----

  static Stream<Arguments> targetsV2() {
    return Stream.of(
        Arguments.of("/queues/q", new ToQueue("q", false)),
        Arguments.of("/queues/a%2Fb%20%F0%9F%8E%88", new ToQueue("a/b 🎈", false)),
        Arguments.of("/queues/a+b", new ToQueue("a+b", false)),
        Arguments.of("/exchanges/x", new ToExchange("x", "")),
        Arguments.of("/exchanges/x/", new ToExchange("x", "")),
        Arguments.of("/exchanges/x/k", new ToExchange("x", "k")),
        Arguments.of("/exchanges/my%2Fx/my%2Fk.%23", new ToExchange("my/x", "my/k.#")),
        Arguments.of("/exchanges/amq.topic/a.b", new ToExchange("amq.topic", "a.b")));
  }

  @ParameterizedTest
  @MethodSource("targetsV2")
  void readsTargets(String address, TargetAddress expected) {
    assertThat(addresses.target(address)).isEqualTo(expected);
    assertThat(v2Only.target(address)).isEqualTo(expected);
    assertThat(Addresses.ofMessage(address)).isEqualTo(expected);
  }

  @Test
  void theAnonymousTerminusHasNoAddress() {
    assertThat(addresses.target(null)).isEqualTo(new PerMessage());
    assertThat(v2Only.target(null)).isEqualTo(new PerMessage());
  }

  @Test
  void readsSources() {
    assertThat(v2Only.source("/queues/q")).isEqualTo(new FromQueue("q", false));
    assertThat(addresses.source("/queues/a%2Fb")).isEqualTo(new FromQueue("a/b", false));
    // There is no such queue, which is what the client is told.
    assertThat(addresses.source("/queues/")).isEqualTo(new FromQueue("", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/queues/",
        "/exchanges/",
        "/exchanges//",
        "/exchanges//k",
        "/exchanges/amq.default",
        "/exchanges/amq.default/",
        "/exchanges/amq.default/k",
        "/exchanges/x/y/k",
        "/queues/missing%encoding",
        "/queues/missing/encoding",
        "/exchanges/missing%encoding",
        "/exchanges/x/missing%encoding",
        // RabbitMQ's names are bytes, ours are text.
        "/queues/%FF"
      })
  void refusesTargets(String address) {
    for (Addresses each : new Addresses[] {addresses, v2Only}) {
      assertFault(
          () -> each.target(address),
          AmqpFault.Scope.LINK,
          AmqpCondition.INVALID_FIELD,
          "Attach rejected: {bad_address_string,<<\"" + address + "\">>}");
    }
    assertFault(
        () -> Addresses.ofMessage(address),
        AmqpFault.Scope.LINK,
        AmqpCondition.PRECONDITION_FAILED,
        "bad 'to' address string: " + address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "/queues",
        "/queue/",
        "/exchanges",
        "/ex/✋",
        "/exchange",
        "/topic/t",
        "/amq/queue/q",
        "q",
        "/queue",
        "/exchange/x/k",
        "/management"
      })
  void messagesAreAddressedByVersionTwo(String address) {
    assertFault(
        () -> Addresses.ofMessage(address),
        AmqpFault.Scope.LINK,
        AmqpCondition.PRECONDITION_FAILED,
        "bad 'to' address string: " + address);
  }

  @Test
  void aMessageToTheAnonymousTerminusNeedsAnAddress() {
    assertFault(
        () -> Addresses.ofMessage(null),
        AmqpFault.Scope.LINK,
        AmqpCondition.PRECONDITION_FAILED,
        "anonymous terminus requires 'to' address to be set");
  }

  @Test
  void refusesSources() {
    assertRejected(() -> addresses.source(null), "{bad_address,undefined}");
    assertRejected(
        () -> addresses.source("/queues/✋"), "{bad_address,{utf8,<<\"/queues/✋\"/utf8>>}}");
    assertRejected(
        () -> addresses.source("/queues/a/b"), "{bad_address,{utf8,<<\"/queues/a/b\">>}}");
  }

  // ---- version 1 ----

  static Stream<Arguments> targetsV1() {
    return Stream.of(
        Arguments.of("q", new ToQueue("q", true)),
        Arguments.of("a%2Fb", new ToQueue("a/b", true)),
        Arguments.of("a%20b%2f", new ToQueue("a%20b%2f", true)),
        Arguments.of("/queue/q", new ToQueue("q", true)),
        Arguments.of("/amq/queue/q", new ToQueue("q", false)),
        Arguments.of("/queue", new BySubject("")),
        Arguments.of("/exchange/x", new BySubject("x")),
        Arguments.of("/exchange/x/", new BySubject("x")),
        Arguments.of("/exchange/a%2Fb/k%2F", new ToExchange("a/b", "k/")),
        Arguments.of("/topic/a.b", new ToExchange("amq.topic", "a.b")));
  }

  @ParameterizedTest
  @MethodSource("targetsV1")
  void readsTargetsOfVersionOne(String address, TargetAddress expected) {
    assertThat(addresses.target(address)).isEqualTo(expected);
  }

  static Stream<Arguments> sourcesV1() {
    return Stream.of(
        Arguments.of("q", new FromQueue("q", true)),
        Arguments.of("/queue/a%2Fb", new FromQueue("a/b", true)),
        Arguments.of("/amq/queue/q", new FromQueue("q", false)),
        Arguments.of("/exchange/x", new FromExchange("x", "")),
        Arguments.of("/exchange/x/#", new FromExchange("x", "#")),
        Arguments.of("/topic/a.*", new FromExchange("amq.topic", "a.*")));
  }

  @ParameterizedTest
  @MethodSource("sourcesV1")
  void readsSourcesOfVersionOne(String address, SourceAddress expected) {
    assertThat(addresses.source(address)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "/qqq/✋",
        "/queues",
        "/exchanges",
        "a/b",
        "/amq",
        "/amq/nope/q",
        // RabbitMQ ends the session over these with an internal error.
        "/temp-queue/q",
        "/reply-queue/q"
      })
  void refusesWhatIsNeitherVersion(String address) {
    String reason = "{unknown_destination,\"" + address + "\"}";

    assertRejected(() -> addresses.target(address), reason);
    assertRejected(() -> addresses.source(address), reason);
  }

  @ParameterizedTest
  @CsvSource({
    "/queue/, queue, '\"/\"'",
    "/queue/a/b, queue, '\"/a/b\"'",
    "/exchange, exchange, []",
    "/exchange/, exchange, '\"/\"'",
    "/exchange//k, exchange, '\"//k\"'",
    "/exchange/x/k/l, exchange, '\"/x/k/l\"'",
    "/topic, topic, []",
    "/topic/, topic, '\"/\"'",
    "/topic/a/b, topic, '\"/a/b\"'",
    "/amq/queue, amqqueue, []",
    "/amq/queue/, amqqueue, '\"/\"'",
    "/amq/queue/a/b, amqqueue, '\"/a/b\"'",
  })
  void refusesWhatDoesNotEndRightly(String address, String kind, String rest) {
    String reason = "{invalid_destination," + kind + "," + rest + "}";

    assertRejected(() -> addresses.target(address), reason);
    assertRejected(() -> addresses.source(address), reason);
  }

  @Test
  void aSourceHasNoSubject() {
    assertRejected(() -> addresses.source("/queue"), "{invalid_destination,queue,[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"q", "/queue/q", "/exchange/x/k", "/topic/t", "/amq/queue/q", "", "/qqq"})
  void refusesVersionOneWhereItIsNotPermitted(String address) {
    String reason = "{amqp_address_v1_not_permitted,{utf8,<<\"" + address + "\">>}}";

    assertRejected(() -> v2Only.target(address), reason);
    assertRejected(() -> v2Only.source(address), reason);
  }

  // ---- topics ----

  static Stream<Arguments> topics() {
    return Stream.of(
        Arguments.of("news.sport", new FromExchange("amq.topic", "news.sport")),
        Arguments.of("a/b", new FromExchange("amq.topic", "a/b")),
        Arguments.of("/exchanges/x", new FromExchange("x", "")),
        Arguments.of("/exchanges/a%2Fb/k.%23", new FromExchange("a/b", "k.#")),
        Arguments.of("/topic/a.*", new FromExchange("amq.topic", "a.*")));
  }

  @ParameterizedTest
  @MethodSource("topics")
  void readsTopics(String address, FromExchange expected) {
    assertThat(addresses.topicSource(address)).isEqualTo(expected);
    assertThat(addresses.topicTarget(address))
        .isEqualTo(new ToExchange(expected.exchange(), expected.routingKey()));
  }

  @Test
  void refusesWhatIsNoTopic() {
    assertRejected(() -> addresses.topicSource(null), "{bad_address,undefined}");
    assertRejected(
        () -> addresses.topicSource("/exchanges/"), "{bad_address,{utf8,<<\"/exchanges/\">>}}");
    assertRejected(
        () -> addresses.topicSource("/exchanges/amq.default/k"),
        "{bad_address,{utf8,<<\"/exchanges/amq.default/k\">>}}");
    assertRejected(() -> addresses.topicSource(""), "{unknown_destination,\"\"}");
    assertRejected(() -> addresses.topicTarget("/nothing"), "{unknown_destination,\"/nothing\"}");
  }

  @Test
  void readsWhereJmsMessagesGo() {
    assertThat(Addresses.ofJmsMessage("news", true)).isEqualTo(new ToExchange("amq.topic", "news"));
    assertThat(Addresses.ofJmsMessage("orders", false)).isEqualTo(new ToQueue("orders", false));
    assertThat(Addresses.ofJmsMessage("/queues/q", true)).isEqualTo(new ToQueue("q", false));
    assertFault(
        () -> Addresses.ofJmsMessage("/nothing", true),
        AmqpFault.Scope.LINK,
        AmqpCondition.PRECONDITION_FAILED,
        "bad 'to' address string: /nothing");
  }

  // ---- writing ----

  @Test
  void writesAddresses() {
    assertThat(Addresses.ofQueue("a/b 🎈")).isEqualTo("/queues/a%2Fb%20%F0%9F%8E%88");
    assertThat(Addresses.ofExchange("x")).isEqualTo("/exchanges/x");
    assertThat(Addresses.ofExchange("a/b", "k.#")).isEqualTo("/exchanges/a%2Fb/k.%23");
    assertThat(addresses.target(Addresses.ofQueue("%2F/é"))).isEqualTo(new ToQueue("%2F/é", false));
  }

  private static void assertRejected(ThrowingCallable call, String reason) {
    assertFault(
        call, AmqpFault.Scope.LINK, AmqpCondition.INVALID_FIELD, "Attach rejected: " + reason);
  }

  private static void assertFault(
      ThrowingCallable call, AmqpFault.Scope scope, AmqpCondition condition, String description) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AmqpFault.class,
            fault -> {
              assertThat(fault.description()).isEqualTo(description);
              assertThat(fault.condition()).isEqualTo(condition);
              assertThat(fault.scope()).isEqualTo(scope);
            });
  }
}
