package io.warrenmq.mqtt.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.mqtt.subscription.Subscription.RetainHandling;
import io.warrenmq.mqtt.topic.TopicFilter;
import io.warrenmq.mqtt.topic.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which of a session's subscriptions a topic matches. */
class SubscriptionsTest {
  private final Subscriptions subscriptions = new Subscriptions();

  @Test
  void findsAllThatMatch() {
    List.of("a/b", "a/+", "a/#", "#", "+/b", "a/b/#", "a", "b/#").forEach(this::subscribe);

    assertThat(matching("a/b")).containsExactlyInAnyOrder("a/b", "a/+", "a/#", "#", "+/b", "a/b/#");
    assertThat(matching("a")).containsExactlyInAnyOrder("a", "a/#", "#");
    assertThat(matching("c/d/e")).containsExactly("#");
  }

  @Test
  void wildcardsDoNotBeginTopicsWithADollar() {
    List.of("#", "+/a", "$SYS/#", "$SYS/+").forEach(this::subscribe);

    assertThat(matching("$SYS/a")).containsExactlyInAnyOrder("$SYS/#", "$SYS/+");
  }

  @Test
  void theSameFilterTakesThePlaceOfTheFormer() {
    subscribe("a/+");
    Subscription second = subscription("a/+", 2);

    assertThat(subscriptions.put(second)).isEqualTo(subscription("a/+", 1));

    assertThat(subscriptions.size()).isEqualTo(1);
    assertThat(found("a/b")).containsExactly(second);
  }

  @Test
  void sharedOnesAreListedAndNotMatched() {
    subscribe("$share/g/a");

    assertThat(matching("a")).isEmpty();
    assertThat(subscriptions.all()).hasSize(1);
    assertThat(subscriptions.remove(TopicFilter.of("$share/g/a"))).isNotNull();
    assertThat(subscriptions.remove(TopicFilter.of("a"))).isNull();
  }

  @Test
  void agreesWithFiltersThatComeAndGo() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String text = text(random, "ab/+#$");
      if (TopicFilter.fault(text) == null) {
        if (random.nextInt(3) == 0) {
          subscriptions.remove(TopicFilter.of(text));
        } else {
          subscribe(text);
        }
      }
      String topic = text(random, "ab/$");
      if (TopicNames.fault(topic) == null) {
        assertThat(matching(topic))
            .as(topic)
            .containsExactlyInAnyOrderElementsOf(
                subscriptions.all().stream()
                    .map(Subscription::filter)
                    .filter(filter -> filter.matches(topic))
                    .map(TopicFilter::text)
                    .toList());
      }
    }
    List.copyOf(subscriptions.all()).forEach(each -> subscriptions.remove(each.filter()));
    assertThat(matching("a")).isEmpty();
  }

  private static String text(Random random, String from) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      text.append(from.charAt(random.nextInt(from.length())));
    }
    return text.toString();
  }

  private void subscribe(String filter) {
    subscriptions.put(subscription(filter, 1));
  }

  private static Subscription subscription(String filter, int qos) {
    return new Subscription(TopicFilter.of(filter), qos, false, false, RetainHandling.ALWAYS, 0);
  }

  private List<String> matching(String topic) {
    return found(topic).stream().map(each -> each.filter().text()).toList();
  }

  private List<Subscription> found(String topic) {
    List<Subscription> found = new ArrayList<>();
    subscriptions.match(topic, found);
    return found;
  }
}
