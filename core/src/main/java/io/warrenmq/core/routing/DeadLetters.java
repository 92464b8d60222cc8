package io.warrenmq.core.routing;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.queue.DeadLetterSink;
import io.warrenmq.core.queue.Entry;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.vhost.Vhost;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the dead letters of the queues of one loop. At most once: nobody waits for them.
 * Confined to its loop.
 */
public final class DeadLetters implements DeadLetterSink {
  private final Loop loop;
  private final Mailboxes mailboxes;
  private final Function<String, @Nullable Vhost> vhosts;
  private final Router router;
  private final ArrayDeque<Letter> waiting = new ArrayDeque<>();
  private boolean publishing;

  private record Letter(Queue from, Message message, DeathReason reason) {}

  /**
   * Creates the sink of a loop.
   *
   * @param router the loop's
   * @param vhosts finds a vhost by its name, on any loop
   */
  public DeadLetters(
      Loop loop, Mailboxes mailboxes, Router router, Function<String, @Nullable Vhost> vhosts) {
    this.loop = loop;
    this.router = router;
    this.mailboxes = mailboxes;
    this.vhosts = vhosts;
  }

  @Override
  public void deadLetter(Queue from, Message message, DeathReason reason) {
    if (publishing) {
      // The queue it goes to is full as well and drops one in turn: a chain of such queues, as
      // long as clients like, must not become as deep a stack.
      waiting.add(new Letter(from, message, reason));
      return;
    }
    publishing = true;
    try {
      publish(from, message, reason);
      for (Letter next; (next = waiting.poll()) != null; ) {
        publish(next.from, next.message, next.reason);
      }
    } finally {
      publishing = false;
    }
  }

  private void publish(Queue from, Message message, DeathReason reason) {
    Vhost vhost = vhosts.apply(from.vhost());
    String exchangeName = from.options().deadLetterExchange();
    Exchange exchange = vhost == null || exchangeName == null ? null : vhost.exchange(exchangeName);
    if (vhost == null || exchange == null) {
      return; // As RabbitMQ: without its exchange a dead letter is dropped.
    }
    Message dead = bury(from, message, reason, exchange.name());
    for (Queue target : router.route(vhost, exchange, dead)) {
      if (reason == DeathReason.REJECTED || !isCycle(target, dead.annotations().deaths())) {
        mailboxes.post(loop, target.home(), new Entry(target, dead, null, 0));
      }
    }
  }

  private Message bury(Queue from, Message message, DeathReason reason, String exchange) {
    long nowMs = loop.clock().wallMs();
    Annotations before = message.annotations();
    List<Death> deaths = new ArrayList<>(before.deaths().size() + 1);
    Death death =
        new Death(
            from.name(),
            reason,
            1,
            nowMs,
            nowMs,
            message.exchange(),
            message.routingKeys(),
            message.ttlMs());
    for (Death earlier : before.deaths()) {
      if (earlier.reason() == reason && earlier.queue().equals(from.name())) {
        death =
            new Death(
                earlier.queue(),
                reason,
                earlier.count() + 1,
                earlier.firstTimeMs(),
                nowMs,
                earlier.exchange(),
                earlier.routingKeys(),
                earlier.originalTtlMs());
      } else {
        deaths.add(earlier);
      }
    }
    deaths.add(0, death);
    Death first = before.firstDeath() == null ? death : before.firstDeath();
    String newKey = from.options().deadLetterRoutingKey();
    Annotations after = new Annotations(List.copyOf(deaths), first, true, before.values());
    return message.reroute(
        exchange,
        newKey == null ? message.routingKey() : newKey,
        newKey == null ? message.extraRoutingKeys() : List.of(),
        Message.NO_TTL,
        after);
  }

  /**
   * Whether the dead letter comes back to a queue it has died in, without a consumer's having
   * rejected it since: it would go round for ever.
   *
   * @param deaths newest first
   */
  private static boolean isCycle(Queue target, List<Death> deaths) {
    for (Death death : deaths) {
      if (death.reason() == DeathReason.REJECTED) {
        return false;
      }
      if (death.queue().equals(target.name())) {
        return true;
      }
    }
    return false;
  }
}
