package io.warrenmq.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.exchange.FanoutExchange;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.queue.Queue;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private final TestVhost host = new TestVhost();
  private final Queue grave = host.queue("grave");

  private DeadLetters letters() {
    return new DeadLetters(
        host.loop, new Mailboxes(host.loops.group()), host.router, name -> host.vhost);
  }

  private void die(Queue in, Message message, DeathReason reason) {
    host.loops.run(host.loop, () -> letters().deadLetter(in, message, reason));
  }

  private static Message only(List<Message> messages) {
    assertThat(messages).hasSize(1);
    return messages.get(0);
  }

  @Test
  void tellsWhereWhenAndWhyAMessageDied() {
    Queue queue = host.queue("q", -1, "", "grave");

    die(queue, TestMessages.keyed("x", "key", "cc"), DeathReason.EXPIRED);

    Message dead = only(host.take(grave));
    Death death =
        new Death(
            "q",
            DeathReason.EXPIRED,
            1,
            host.loops.nowMs(),
            host.loops.nowMs(),
            "x",
            List.of("key", "cc"),
            Message.NO_TTL);
    assertThat(dead.annotations().deaths()).containsExactly(death);
    assertThat(dead.annotations().firstDeath()).isEqualTo(death);
    assertThat(dead.exchange()).isEmpty();
    assertThat(dead.routingKeys()).containsExactly("grave");
  }

  @Test
  void takesTheMessagesOwnTimeOffAndRemembersIt() {
    die(host.queue("q", -1, "", "grave"), TestMessages.expiring(70), DeathReason.EXPIRED);

    Message dead = only(host.take(grave));
    assertThat(dead.ttlMs()).isEqualTo(Message.NO_TTL);
    assertThat(dead.annotations().ttlRemoved()).isTrue();
    assertThat(dead.annotations().deaths().get(0).originalTtlMs()).isEqualTo(70);
  }

  @Test
  void keepsTheMessagesRoutingKeysUnlessToldAnother() {
    Exchange exchange = host.exchange("dlx", new FanoutExchange(), null);
    host.bind(exchange, grave, "");

    die(host.queue("q", -1, "dlx", null), TestMessages.keyed("x", "key", "cc"), DeathReason.MAXLEN);

    Message dead = only(host.take(grave));
    assertThat(dead.routingKeys()).containsExactly("key", "cc");
    assertThat(dead.exchange()).isEqualTo("dlx");
  }

  @Test
  void countsDeathsInTheSameQueueForTheSameReason() {
    Queue queue = host.queue("q", -1, "", "grave");
    die(queue, TestMessages.keyed("x", "key"), DeathReason.REJECTED);
    Message once = only(host.take(grave));
    long firstMs = host.loops.nowMs();
    host.loops.advance(1000);

    die(queue, once, DeathReason.REJECTED);

    Death death = only(host.take(grave)).annotations().deaths().get(0);
    assertThat(death.count()).isEqualTo(2);
    assertThat(death.firstTimeMs()).isEqualTo(firstMs);
    assertThat(death.lastTimeMs()).isEqualTo(firstMs + 1000);
    assertThat(death.exchange()).isEqualTo("x");
    assertThat(death.routingKeys()).containsExactly("key");
  }

  @Test
  void putsTheLatestDeathFirstAndKeepsTheVeryFirst() {
    Queue a = host.queue("a", -1, "", "grave");
    Queue b = host.queue("b", -1, "", "grave");
    Message message = TestMessages.keyed("x", "key");
    Queue[] where = {a, b, a};
    DeathReason[] why = {DeathReason.REJECTED, DeathReason.EXPIRED, DeathReason.REJECTED};

    for (int i = 0; i < where.length; i++) {
      die(where[i], message, why[i]);
      message = only(host.take(grave));
    }

    assertThat(message.annotations().deaths())
        .extracting(Death::queue, Death::reason, Death::count)
        .containsExactly(tuple("a", DeathReason.REJECTED, 2L), tuple("b", DeathReason.EXPIRED, 1L));
    assertThat(message.annotations().firstDeath()).isNotNull();
    assertThat(message.annotations().firstDeath().queue()).isEqualTo("a");
    assertThat(message.annotations().firstDeath().count()).isEqualTo(1);
  }

  @Test
  void dropsTheDeadWhenTheExchangeIsMissing() {
    die(host.queue("q", -1, "missing", null), TestMessages.keyed("x", "k"), DeathReason.EXPIRED);

    assertThat(host.take(grave)).isEmpty();
  }

  @Test
  void dropsAMessageThatWouldGoRoundWithoutAConsumersDoing() {
    Queue queue = host.queue("q", -1, "", "q");

    die(queue, TestMessages.keyed("", "q"), DeathReason.EXPIRED);

    assertThat(host.take(queue)).isEmpty();
  }

  @Test
  void letsAMessageGoRoundThatAConsumerRejected() {
    Queue queue = host.queue("q", -1, "", "q");

    die(queue, TestMessages.keyed("", "q"), DeathReason.REJECTED);

    assertThat(host.take(queue)).hasSize(1);
  }

  @Test
  void retriesByWayOfAWaitingQueueForEver() {
    // The usual way to retry later: rejected to a queue whose messages expire, back to work.
    Queue work = host.queue("work", -1, "", "wait");
    Queue wait = host.queue("wait", -1, "", "work");
    Message message = TestMessages.keyed("", "work");

    for (int round = 1; round <= 5; round++) {
      die(work, message, DeathReason.REJECTED);
      die(wait, only(host.take(wait)), DeathReason.EXPIRED);
      message = only(host.take(work));
      assertThat(message.annotations().deaths())
          .extracting(Death::count)
          .containsExactly((long) round, (long) round);
    }
  }

  @Test
  void endsAtFullQueuesThatFeedEachOther() {
    Queue a = host.queue("a", 1, "", "b");
    Queue b = host.queue("b", 1, "", "a");

    for (int i = 0; i < 10; i++) {
      host.publish(a, TestMessages.keyed("", "a"));
    }

    assertThat(host.take(a)).hasSize(1);
    assertThat(host.take(b)).hasSize(1);
  }

  @Test
  void passesDownAChainOfFullQueuesHoweverLong() {
    int length = 3000;
    for (int i = 0; i < length; i++) {
      host.queue("chain " + i, 0, "", i + 1 < length ? "chain " + (i + 1) : "grave");
    }
    Queue first = host.vhost.queue("chain 0");
    assertThat(first).isNotNull();

    host.publish(first, TestMessages.keyed("", "chain 0"));

    assertThat(only(host.take(grave)).annotations().deaths()).hasSize(length);
  }
}
