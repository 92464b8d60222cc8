package io.warrenmq.amqp10.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.address.SourceAddress.FromExchange;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Durability;
import io.warrenmq.amqp10.performative.RcvSettleMode;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.amqp10.performative.SndSettleMode;
import io.warrenmq.amqp10.performative.Source;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queue a subscription is: its kind by the source, its name by container and link. */
class SubscriptionTest {
  private static final FromExchange TOPIC = new FromExchange("amq.topic", "news");
  private static final String DETACH = "link-detach";

  private static Subscription subscription(
      String link, Durability durability, String expiry, long timeoutS, String... capabilities) {
    Source source =
        new Source(
            "news",
            durability,
            expiry,
            timeoutS,
            false,
            Map.of(),
            null,
            Map.of(),
            null,
            List.of(),
            Stream.of(capabilities).map(Symbol::new).toList());
    Attach attach =
        new Attach(
            link,
            0,
            Role.RECEIVER,
            SndSettleMode.UNSETTLED,
            RcvSettleMode.FIRST,
            source,
            null,
            false,
            null,
            0,
            List.of(),
            List.of(),
            Map.of());
    return Subscription.of("client", attach, TOPIC, null);
  }

  private static Subscription durable(String link, String... capabilities) {
    return subscription(link, Durability.UNSETTLED_STATE, "never", 0, capabilities);
  }

  private static Subscription volatileOne(String link, String... capabilities) {
    return subscription(link, Durability.NONE, DETACH, 0, capabilities);
  }

  @Test
  void thatOfALinkAloneEndsWithIt() {
    Subscription subscription = volatileOne("s", "topic");

    assertThat(subscription.queue())
        .isEqualTo(
            new QueueDeclaration(
                "", false, true, true, Arguments.of(Map.of("x-queue-type", "classic"))));
    assertThat(subscription.isDurable()).isFalse();
    assertThat(subscription.shared()).isFalse();
  }

  @Test
  void aDurableOneIsADurableQueue() {
    Subscription subscription = durable("s", "topic");

    assertThat(subscription.queue())
        .isEqualTo(
            new QueueDeclaration("amqp-subscription-client/s", true, false, false, Arguments.NONE));
    assertThat(subscription.isDurable()).isTrue();
  }

  @Test
  void aSharedOneEndsWithItsLastLink() {
    Subscription subscription = volatileOne("s|volatile1", "topic", "shared");

    assertThat(subscription.queue().name()).isEqualTo("amqp-shared-subscription-client/s");
    assertThat(subscription.queue().durable()).isFalse();
    assertThat(subscription.queue().exclusive()).isFalse();
    assertThat(subscription.queue().autoDelete()).isTrue();
    assertThat(subscription.shared()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "s,          topic,                amqp-subscription-client/s",
    "s|2,        topic shared,         amqp-subscription-client/s",
    "s|global2,  topic shared global,  amqp-subscription-s",
    "a|b,        topic,                amqp-subscription-client/a%7Cb",
    "a|b|2,      topic shared,         amqp-subscription-client/a%7Cb",
    "client/s,   topic shared global,  amqp-subscription-client%2Fs"
  })
  void aNameIsTheContainersAndTheLinks(String link, String capabilities, String queue) {
    assertThat(durable(link, capabilities.split(" ")).queue().name()).isEqualTo(queue);
  }

  @Test
  void anyDurabilityOrNoExpiryIsDurable() {
    assertThat(subscription("s", Durability.CONFIGURATION, DETACH, 0).isDurable()).isTrue();
    assertThat(subscription("s", Durability.NONE, "never", 0).isDurable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "link-detach, 0,          ",
    "never,       5,          ",
    "link-detach, 5,          5000",
    "session-end, 4294967295, 315360000000"
  })
  void aTimeoutIsTheQueuesExpiry(String expiry, long timeoutS, @Nullable Long expected) {
    Subscription subscription =
        subscription("s", Durability.UNSETTLED_STATE, expiry, timeoutS, "topic");

    assertThat(subscription.queue().arguments().get("x-expires")).isEqualTo(expected);
  }

  @Test
  void isTheOneOfItsTopicAndSelectorAlone() {
    Subscription subscription = durable("s", "topic");
    BindingDeclaration bound = subscription.binding("amqp-subscription-client/s");
    BindingDeclaration other =
        new BindingDeclaration("amq.topic", bound.destination(), false, "old", Arguments.NONE);
    Arguments selector = Arguments.of(Map.of("x-selector", "a = 1"));

    assertThat(subscription.is(Arguments.NONE, List.of(bound))).isTrue();
    assertThat(subscription.is(selector, List.of(bound))).isFalse();
    assertThat(subscription.is(Arguments.NONE, List.of(other))).isFalse();
    assertThat(subscription.is(Arguments.NONE, List.of(bound, other))).isFalse();
    assertThat(subscription.is(Arguments.NONE, List.of())).isFalse();
  }
}
