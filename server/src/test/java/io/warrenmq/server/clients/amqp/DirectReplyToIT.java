package io.warrenmq.server.clients.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import io.warrenmq.server.clients.Inbox;
import org.junit.jupiter.api.Test;

/** The pseudo-queue {@code amq.rabbitmq.reply-to}. */
class DirectReplyToIT extends ClientTest {
  private static final String REPLY_TO = "amq.rabbitmq.reply-to";
  private static final BasicProperties ASKING =
      new BasicProperties.Builder().replyTo(REPLY_TO).build();

  /** Asks through a queue, and returns the reply-to that its consumer saw. */
  private String replyToOf(String queue) throws Exception {
    publish("", queue, ASKING, "question");
    return take(queue).getProps().getReplyTo();
  }

  @Test
  void carriesAReply() throws Exception {
    Inbox replies = consume(channel, REPLY_TO, true);
    String to = replyToOf(queue());

    anotherConnection().createChannel().basicPublish("", to, null, "answer".getBytes(UTF_8));

    assertThat(replies.nextBody()).isEqualTo("answer");
  }

  @Test
  void rewritesTheReplyTo() throws Exception {
    consume(channel, REPLY_TO, true);

    assertThat(replyToOf(queue())).startsWith(REPLY_TO + ".").hasSizeGreaterThan(30);
  }

  @Test
  void keepsOneAddressForAChannel() throws Exception {
    consume(channel, REPLY_TO, true);
    String queue = queue();

    assertThat(replyToOf(queue)).isEqualTo(replyToOf(queue));
  }

  @Test
  void tellsTheAddressAsTheKeyOfTheReply() throws Exception {
    Inbox replies = consume(channel, REPLY_TO, true);
    String to = replyToOf(queue());

    publish("", to, "answer");

    assertThat(replies.next().getEnvelope().getRoutingKey()).isEqualTo(to);
  }

  @Test
  void carriesManyReplies() throws Exception {
    Inbox replies = consume(channel, REPLY_TO, true);
    String to = replyToOf(queue());

    publish("", to, "1");
    publish("", to, "2");

    assertThat(replies.bodies(2)).containsExactly("1", "2");
  }

  @Test
  void refusesAcks() throws Exception {
    assertThat(Close.of(connection, c -> consume(c, REPLY_TO, false)))
        .isEqualTo(Close.channel(406, "PRECONDITION_FAILED - reply consumer cannot acknowledge"));
  }

  @Test
  void refusesASecondConsumer() throws Exception {
    consume(channel, REPLY_TO, true);

    assertThat(Close.of(channel, c -> consume(c, REPLY_TO, true)))
        .isEqualTo(Close.channel(406, "PRECONDITION_FAILED - reply consumer already set"));
  }

  @Test
  void refusesToAskWithoutAConsumer() throws Exception {
    assertThat(Close.of(connection, c -> c.basicPublish("", "q", ASKING, new byte[0])))
        .isEqualTo(Close.channel(406, "PRECONDITION_FAILED - fast reply consumer does not exist"));
  }

  @Test
  void declaresPassively() throws Exception {
    consume(channel, REPLY_TO, true);

    var ok = channel.queueDeclarePassive(REPLY_TO);

    assertThat(ok.getQueue()).isEqualTo(REPLY_TO);
    assertThat(ok.getConsumerCount()).isEqualTo(1);
  }

  @Test
  void tellsWhetherAnAddressLives() throws Exception {
    Channel asking = connection.createChannel();
    consume(asking, REPLY_TO, true);
    String queue = queue();
    asking.basicPublish("", queue, ASKING, new byte[0]);
    String to = take(queue).getProps().getReplyTo();
    assertThat(channel.queueDeclarePassive(to).getQueue()).isEqualTo(to);

    asking.close();

    assertThat(Close.of(channel, c -> c.queueDeclarePassive(to)))
        .isEqualTo(Close.channel(404, "NOT_FOUND - no queue '%s' in vhost '/'".formatted(to)));
  }

  @Test
  void dropsRepliesToNobody() throws Exception {
    Connection gone = anotherConnection();
    Channel asking = gone.createChannel();
    consume(asking, REPLY_TO, true);
    String queue = queue();
    asking.basicPublish("", queue, ASKING, new byte[0]);
    String to = take(queue).getProps().getReplyTo();
    gone.close();

    publish("", to, "lost");

    assertThat(readyIn(queue)).isZero();
  }

  @Test
  void dropsRepliesToANonsenseAddress() throws Exception {
    publish("", REPLY_TO + ".nonsense", "lost");

    assertThat(channel.queueDeclare()).isNotNull();
  }

  @Test
  void stopsAtCancel() throws Exception {
    String tag = channel.basicConsume(REPLY_TO, true, new Inbox(channel));
    channel.basicCancel(tag);

    assertThat(Close.of(channel, c -> c.basicPublish("", "q", ASKING, new byte[0])).text())
        .isEqualTo("PRECONDITION_FAILED - fast reply consumer does not exist");
  }

  @Test
  void leavesOtherReplyTosAlone() throws Exception {
    String queue = queue();

    publish("", queue, new BasicProperties.Builder().replyTo("mine").build(), "m");

    assertThat(take(queue).getProps().getReplyTo()).isEqualTo("mine");
  }
}
