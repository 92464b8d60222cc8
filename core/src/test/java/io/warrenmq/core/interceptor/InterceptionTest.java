package io.warrenmq.core.interceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.interceptor.ForwardingDelivery;
import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.interceptor.MessageInterceptor;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.loop.TestLoops;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.routing.TestMessages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterceptionTest {
  private static final Message MESSAGE = TestMessages.keyed("x", "k");

  private final List<String> calls = new ArrayList<>();
  private final InterceptedSession session = new TestSession(new TestLoops(1, 1).loop(0));

  private record TestSession(Loop loop) implements InterceptedSession {
    @Override
    public BrokerConnection connection() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String protocol() {
      return "test";
    }

    @Override
    public int sessionNumber() {
      return 1;
    }
  }

  private record TestDelivery(Message message) implements Delivery {
    @Override
    public String queueName() {
      return "q";
    }

    @Override
    public boolean isRedelivered() {
      return true;
    }

    @Override
    public int deliveryCount() {
      return 3;
    }

    @Override
    public long deliveredMs() {
      return 5;
    }

    @Override
    public long settleTimeoutMs() {
      return 7;
    }
  }

  /** Adds its name as an annotation each time. */
  private final class Marking implements MessageInterceptor {
    private final String name;

    Marking(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    private Message marked(Message message) {
      return message.annotate(message.annotations().with("x-" + name, calls.size()));
    }

    @Override
    public Message onPublish(InterceptedSession by, Message message) {
      calls.add("publish " + name);
      return marked(message);
    }

    @Override
    public void onRouted(InterceptedSession by, Message message, List<String> queues) {
      calls.add("routed " + name + " " + message.annotations().values().size() + " " + queues);
    }

    @Override
    public Delivery onDelivery(InterceptedSession to, Delivery delivery, boolean settled) {
      calls.add("delivery " + name + " " + settled);
      Message marked = marked(delivery.message());
      return new ForwardingDelivery(delivery) {
        @Override
        public Message message() {
          return marked;
        }

        @Override
        public void onSettled(SettleOutcome outcome) {
          calls.add("settled " + name + " " + outcome);
        }
      };
    }
  }

  private static final class Failing implements MessageInterceptor {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public Message onPublish(InterceptedSession by, Message message) {
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void onRouted(InterceptedSession by, Message message, List<String> queues) {
      throw new IllegalStateException("on purpose");
    }

    @Override
    public Delivery onDelivery(InterceptedSession to, Delivery delivery, boolean settled) {
      throw new NoClassDefFoundError("on purpose");
    }
  }

  @Test
  void thereIsNoneWithoutInterceptors() {
    assertThat(Interception.of(List.of())).isNull();
  }

  @Test
  void theyAreCalledInTheOrderOfTheirNamesEachWithWhatTheOneBeforeHasMade() {
    Interception both = Interception.of(List.of(new Marking("b"), new Marking("a")));
    Message published = both.published(session, MESSAGE);
    both.routed(session, published, new Queue[0]);

    assertThat(published.annotations().values().keySet()).containsExactly("x-a", "x-b");
    assertThat(calls).containsExactly("publish a", "publish b", "routed a 2 []", "routed b 2 []");
  }

  @Test
  void theOneThatIsAddedLaterIsCalledLast() {
    Interception before = Interception.of(List.of(new Marking("b")));
    Interception.with(before, new Marking("a")).published(session, MESSAGE);
    Interception.with(null, new Marking("alone")).published(session, MESSAGE);

    assertThat(calls).containsExactly("publish b", "publish a", "publish alone");
  }

  @Test
  void aDeliveryShowsWhatTheLastHasMadeAndIsOtherwiseTheSame() {
    Interception both = Interception.of(List.of(new Marking("a"), new Marking("b")));
    Delivery shown = both.delivered(session, new TestDelivery(MESSAGE), false);

    assertThat(shown.message().annotations().values().keySet()).containsExactly("x-a", "x-b");
    assertThat(shown.queueName()).isEqualTo("q");
    assertThat(shown.isRedelivered()).isTrue();
    assertThat(shown.deliveryCount()).isEqualTo(3);
    assertThat(shown.deliveredMs()).isEqualTo(5);
    assertThat(shown.settleTimeoutMs()).isEqualTo(7);
  }

  @Test
  void oneThatFailsCountsAsIfItHadDoneNothing() {
    Interception both = Interception.of(List.of(new Failing(), new Marking("z")));
    Message published = both.published(session, MESSAGE);
    both.routed(session, published, new Queue[0]);
    Delivery shown = both.delivered(session, new TestDelivery(published), true);

    assertThat(calls).containsExactly("publish z", "routed z 1 []", "delivery z true");
    assertThat(shown.message().annotations().values().keySet()).containsExactly("x-z");
  }

  @Test
  void oneMayRefuseAMessage() {
    MessageInterceptor refusing =
        new MessageInterceptor() {
          @Override
          public String name() {
            return "refusing";
          }

          @Override
          public Message onPublish(InterceptedSession by, Message message) {
            throw new BrokerException(ErrorKind.PRECONDITION_FAILED, "not today");
          }
        };
    Interception interception = Interception.of(List.of(refusing));

    assertThatThrownBy(() -> interception.published(session, MESSAGE))
        .isInstanceOf(BrokerException.class)
        .hasMessage("not today");
  }

  @Test
  void aSettlementThatFailsToBeToldDisturbsNobody() {
    Interception.settled(
        new ForwardingDelivery(new TestDelivery(MESSAGE)) {
          @Override
          public void onSettled(SettleOutcome outcome) {
            calls.add("told");
            throw new IllegalStateException("on purpose");
          }
        },
        SettleOutcome.COMPLETE);

    assertThat(calls).containsExactly("told");
  }

  @Test
  void oneThatShowsWhatItWasNotGivenOrNothingCountsAsFailed() {
    MessageInterceptor lost =
        new MessageInterceptor() {
          @Override
          public String name() {
            return "lost";
          }

          @Override
          public Message onPublish(InterceptedSession by, Message message) {
            return null;
          }

          @Override
          public Delivery onDelivery(InterceptedSession to, Delivery delivery, boolean settled) {
            return new TestDelivery(MESSAGE);
          }
        };
    Interception interception = Interception.of(List.of(lost));
    Delivery given = new TestDelivery(MESSAGE.annotate(MESSAGE.annotations().with("x-a", 1)));

    assertThat(interception.published(session, MESSAGE)).isSameAs(MESSAGE);
    assertThat(interception.delivered(session, given, false)).isSameAs(given);
  }
}
