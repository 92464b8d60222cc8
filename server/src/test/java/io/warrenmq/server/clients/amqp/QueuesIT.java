package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.Queue.DeclareOk;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import io.warrenmq.server.clients.Inbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Declaring, counting, purging and deleting queues. */
class QueuesIT extends ClientTest {
  private static final String LOCKED =
      "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '%s' in vhost '/'. It could"
          + " be originally declared on another connection or the exclusive property value does not"
          + " match that of the original declaration.";

  @Test
  void namesAQueue() throws Exception {
    assertThat(channel.queueDeclare().getQueue()).matches("amq\\.gen-[A-Za-z0-9_-]{22}");
  }

  @Test
  void remembersTheLastQueueOfTheChannel() throws Exception {
    String queue = channel.queueDeclare().getQueue();

    send(queue, "m");

    assertThat(takeBody("")).isEqualTo("m");
  }

  @Test
  void looksForNoLastQueueInAPassiveDeclare() throws Exception {
    channel.queueDeclare();

    Close close = Close.of(channel, c -> c.queueDeclarePassive(""));

    assertThat(close).isEqualTo(Close.channel(404, "NOT_FOUND - no queue '' in vhost '/'"));
  }

  @Test
  void ignoresTheDurabilityOfAnExclusiveQueue() throws Exception {
    String queue = queue();

    assertThat(channel.queueDeclare(queue, true, true, false, null)).isNotNull();
  }

  @Test
  void bindsTheLastQueueByItsNameWhenBothAreEmpty() throws Exception {
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind("", "amq.direct", "");

    publish("amq.direct", queue, "m");

    assertThat(takeAll(queue)).containsExactly("m");
  }

  @Test
  void hasNoLastQueueAtFirst() throws Exception {
    Close close = Close.of(connection, c -> c.basicGet("", true));

    assertThat(close).isEqualTo(Close.channel(404, "NOT_FOUND - no previously declared queue"));
  }

  @Test
  void passiveDeclareOfAMissingQueue() throws Exception {
    String missing = name();

    Close close = Close.of(connection, c -> c.queueDeclarePassive(missing));

    assertThat(close)
        .isEqualTo(Close.channel(404, "NOT_FOUND - no queue '%s' in vhost '/'".formatted(missing)));
  }

  @Test
  void countsReadyMessagesAndConsumers() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3");
    channel.basicGet(queue, false);
    Channel consuming = connection.createChannel();
    consuming.basicQos(1);
    consume(consuming, queue, false).next();
    awaitReady(queue, 1);

    DeclareOk ok = channel.queueDeclarePassive(queue);

    assertThat(ok.getMessageCount()).isEqualTo(1);
    assertThat(ok.getConsumerCount()).isEqualTo(1);
  }

  @Test
  void reservesNames() throws Exception {
    Close close =
        Close.of(connection, c -> c.queueDeclare("amq.mine", false, false, true, Map.of()));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                403, "ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'"));
  }

  @Test
  void refusesToRedeclareAServerNamedQueue() throws Exception {
    String queue = channel.queueDeclare().getQueue();

    Close close = Close.of(connection, c -> c.queueDeclare(queue, false, true, true, null));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                403,
                "ACCESS_REFUSED - queue name '%s' contains reserved prefix 'amq.*'"
                    .formatted(queue)));
  }

  @Test
  void takesAnEqualRedeclaration() throws Exception {
    String queue = queue();
    send(queue, "m");
    awaitReady(queue, 1);

    DeclareOk ok = channel.queueDeclare(queue, false, true, false, Map.of());

    assertThat(ok.getMessageCount()).isEqualTo(1);
  }

  @Test
  void refusesAnotherDurability() throws Exception {
    String queue = name();
    deleteAfterwards(queue);
    channel.queueDeclare(queue, false, false, false, null);

    Close close = Close.of(connection, c -> c.queueDeclare(queue, true, false, false, null));

    assertInequivalent(close, queue, "durable");
  }

  @Test
  void refusesAnotherAutoDelete() throws Exception {
    String queue = queue();

    Close close = Close.of(connection, c -> c.queueDeclare(queue, false, true, true, null));

    assertInequivalent(close, queue, "auto_delete");
  }

  private static void assertInequivalent(Close close, String queue, String property) {
    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - inequivalent arg '%s' for queue '%s' in vhost '/': received"
                        .formatted(property, queue)
                    + " 'true' but current is 'false'"));
  }

  @Test
  void locksAnExclusiveQueueFromDeclaration() throws Exception {
    String queue = queue();

    Close close =
        Close.of(anotherConnection(), c -> c.queueDeclare(queue, false, true, false, null));

    assertThat(close).isEqualTo(Close.channel(405, LOCKED.formatted(queue)));
  }

  @Test
  void locksAnExclusiveQueueFromPassiveDeclaration() throws Exception {
    String queue = queue();

    Close close = Close.of(anotherConnection(), c -> c.queueDeclarePassive(queue));

    assertThat(close).isEqualTo(Close.channel(405, LOCKED.formatted(queue)));
  }

  @Test
  void locksAnExclusiveQueueFromConsumers() throws Exception {
    String queue = queue();

    Close close = Close.of(anotherConnection(), c -> consume(c, queue, true));

    assertThat(close).isEqualTo(Close.channel(405, LOCKED.formatted(queue)));
  }

  @Test
  void locksAnExclusiveQueueFromGet() throws Exception {
    String queue = queue();

    Close close = Close.of(anotherConnection(), c -> c.basicGet(queue, true));

    assertThat(close).isEqualTo(Close.channel(405, LOCKED.formatted(queue)));
  }

  @Test
  void locksAnExclusiveQueueFromBinding() throws Exception {
    String queue = queue();

    Close close = Close.of(anotherConnection(), c -> c.queueBind(queue, "amq.direct", "k"));

    assertThat(close).isEqualTo(Close.channel(405, LOCKED.formatted(queue)));
  }

  @Test
  void locksAnExclusiveQueueFromPurging() throws Exception {
    String queue = queue();

    Close close = Close.of(anotherConnection(), c -> c.queuePurge(queue));

    assertThat(close).isEqualTo(Close.channel(405, LOCKED.formatted(queue)));
  }

  @Test
  void locksAnExclusiveQueueFromDeletion() throws Exception {
    String queue = queue();

    Close close = Close.of(anotherConnection(), c -> c.queueDelete(queue));

    assertThat(close).isEqualTo(Close.channel(405, LOCKED.formatted(queue)));
  }

  @Test
  void takesPublishesOfOthersIntoAnExclusiveQueue() throws Exception {
    String queue = queue();

    anotherConnection().createChannel().basicPublish("", queue, null, new byte[] {'m'});

    assertThat(takeBody(queue)).isEqualTo("m");
  }

  @Test
  void refusesToMakeAnExclusiveQueueShared() throws Exception {
    String queue = queue();

    Close close = Close.of(connection, c -> c.queueDeclare(queue, false, false, false, null));

    assertThat(close).isEqualTo(Close.channel(405, LOCKED.formatted(queue)));
  }

  @Test
  void refusesToMakeASharedQueueExclusive() throws Exception {
    String queue = durableQueue(name(), Map.of());

    Close close = Close.of(connection, c -> c.queueDeclare(queue, true, true, false, null));

    assertThat(close).isEqualTo(Close.channel(405, LOCKED.formatted(queue)));
  }

  @Test
  void deletesExclusiveQueuesWithTheirConnection() throws Exception {
    Connection owner = anotherConnection();
    String queue = name();
    owner.createChannel().queueDeclare(queue, false, true, false, null);

    owner.close();

    assertMissing(queue);
  }

  @Test
  void deletesDurableExclusiveQueuesToo() throws Exception {
    Connection owner = anotherConnection();
    String queue = name();
    owner.createChannel().queueDeclare(queue, true, true, false, null);

    owner.close();

    assertMissing(queue);
  }

  @Test
  void keepsExclusiveQueuesWhenTheirChannelCloses() throws Exception {
    Channel declaring = connection.createChannel();
    String queue = declaring.queueDeclare().getQueue();

    declaring.close();

    assertThat(readyIn(queue)).isZero();
  }

  @Test
  void autoDeletesAfterTheLastConsumer() throws Exception {
    String queue = autoDeleteQueue();
    String one = channel.basicConsume(queue, new Inbox(channel));
    String two = channel.basicConsume(queue, new Inbox(channel));
    channel.basicCancel(one);
    channel.queueDeclarePassive(queue);

    channel.basicCancel(two);

    assertMissing(queue);
  }

  @Test
  void autoDeletesWhenTheConsumersChannelCloses() throws Exception {
    String queue = autoDeleteQueue();
    Channel consuming = connection.createChannel();
    consume(consuming, queue, true);

    consuming.close();

    assertMissing(queue);
  }

  @Test
  void hasAutoDeletedForAllConnectionsOnceItSaysThatTheConsumerIsGone() throws Exception {
    Connection other = anotherConnection();
    Channel publishing = other.createChannel();
    publishing.confirmSelect();
    List<String> returned = new ArrayList<>();
    publishing.addReturnListener(message -> returned.add(message.getRoutingKey()));
    String queue = autoDeleteQueue();
    String consumer = channel.basicConsume(queue, new Inbox(channel));

    channel.basicCancel(consumer);

    publishing.basicPublish("", queue, true, null, new byte[0]);
    publishing.waitForConfirmsOrDie();
    assertThat(returned).containsExactly(queue);
    assertThat(Close.of(other, c -> c.queueDeclarePassive(queue)))
        .isEqualTo(Close.channel(404, "NOT_FOUND - no queue '%s' in vhost '/'".formatted(queue)));
    assertThat(Close.of(other, c -> c.basicConsume(queue, new Inbox(c))).code()).isEqualTo(404);
  }

  @Test
  void keepsAnAutoDeleteQueueThatNeverHadAConsumer() throws Exception {
    String queue = autoDeleteQueue();
    channel.basicGet(queue, true);

    assertThat(readyIn(queue)).isZero();
  }

  private String autoDeleteQueue() throws Exception {
    String queue = name();
    deleteAfterwards(queue);
    channel.queueDeclare(queue, false, false, true, null);
    return queue;
  }

  private void assertMissing(String queue) throws Exception {
    assertThat(Close.of(connection, c -> c.queueDeclarePassive(queue)).code()).isEqualTo(404);
  }

  @Test
  void purgesReadyMessagesAlone() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3");
    long held = channel.basicGet(queue, false).getEnvelope().getDeliveryTag();

    assertThat(channel.queuePurge(queue).getMessageCount()).isEqualTo(2);

    channel.basicReject(held, true);
    assertThat(takeAll(queue)).containsExactly("1");
  }

  @Test
  void purgesAMissingQueue() throws Exception {
    Close close = Close.of(connection, c -> c.queuePurge("missing"));

    assertThat(close).isEqualTo(Close.channel(404, "NOT_FOUND - no queue 'missing' in vhost '/'"));
  }

  @Test
  void deletesWithTheCountOfMessages() throws Exception {
    String queue = queue();
    send(queue, "1", "2");

    assertThat(channel.queueDelete(queue).getMessageCount()).isEqualTo(2);
  }

  @Test
  void deletesAMissingQueueWithoutComplaint() throws Exception {
    assertThat(channel.queueDelete(name()).getMessageCount()).isZero();
  }

  @Test
  void keepsAQueueInUse() throws Exception {
    String queue = queue();
    consume(queue);

    Close close = Close.of(connection, c -> c.queueDelete(queue, true, false));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406, "PRECONDITION_FAILED - queue '%s' in vhost '/' in use".formatted(queue)));
  }

  @Test
  void keepsAQueueThatIsNotEmpty() throws Exception {
    String queue = queue();
    send(queue, "m");

    Close close = Close.of(connection, c -> c.queueDelete(queue, false, true));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406, "PRECONDITION_FAILED - queue '%s' in vhost '/' not empty".formatted(queue)));
  }

  @Test
  void deletesAnUnusedEmptyQueue() throws Exception {
    String queue = queue();

    channel.queueDelete(queue, true, true);

    assertMissing(queue);
  }

  @Test
  void forgetsBindingsOfADeletedQueue() throws Exception {
    String queue = boundQueue("amq.direct", "forgotten");
    channel.queueDelete(queue);
    channel.queueDeclare(queue, false, true, false, null);

    publish("amq.direct", "forgotten", "m");

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void takesATransientSharedQueue() throws Exception {
    String queue = name();
    deleteAfterwards(queue);

    channel.queueDeclare(queue, false, false, false, null);

    assertThat(readyIn(queue)).isZero();
  }

  @Test
  void declaresWithoutAnAnswer() throws Exception {
    String queue = name();

    channel.queueDeclareNoWait(queue, false, true, false, null);

    assertThat(readyIn(queue)).isZero();
  }

  @Test
  void takesANameOf255Bytes() throws Exception {
    String queue = "q".repeat(255);

    assertThat(channel.queueDeclare(queue, false, true, false, null).getQueue()).isEqualTo(queue);
  }
}
