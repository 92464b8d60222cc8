package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code tx.select}, {@code tx.commit}, {@code tx.rollback}. */
class TransactionsIT extends ClientTest {
  @Test
  void publishesAtCommit() throws Exception {
    String queue = queue();
    Channel tx = connection.createChannel();
    tx.txSelect();
    tx.basicPublish("", queue, null, new byte[] {'m'});
    tx.queueDeclarePassive(queue);
    assertThat(takeAll(queue)).isEmpty();

    tx.txCommit();

    assertThat(takeBody(queue)).isEqualTo("m");
  }

  @Test
  void forgetsPublishesAtRollback() throws Exception {
    String queue = queue();
    channel.txSelect();
    send(queue, "gone");
    channel.txRollback();
    send(queue, "kept");
    channel.txCommit();

    assertThat(takeBody(queue)).isEqualTo("kept");
    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void acknowledgesAtCommit() throws Exception {
    String queue = queue();
    send(queue, "m");
    Channel tx = connection.createChannel();
    tx.txSelect();
    tx.basicAck(tx.basicGet(queue, false).getEnvelope().getDeliveryTag(), false);
    tx.txCommit();

    tx.close();

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void requeuesWhatWasAcknowledgedWithoutCommit() throws Exception {
    String queue = queue();
    send(queue, "m");
    Channel tx = connection.createChannel();
    tx.txSelect();
    tx.basicAck(tx.basicGet(queue, false).getEnvelope().getDeliveryTag(), false);

    tx.close();

    assertThat(take(queue).getEnvelope().isRedeliver()).isTrue();
  }

  @Test
  void takesAcknowledgementsBackAtRollback() throws Exception {
    String queue = queue();
    send(queue, "m");
    channel.txSelect();
    GetResponse got = channel.basicGet(queue, false);
    channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
    channel.txRollback();

    // Not requeued either: the delivery is as it was before, and can be acknowledged again.
    channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
    channel.txCommit();

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void requeuesAtCommit() throws Exception {
    String queue = queue();
    send(queue, "m");
    Channel tx = connection.createChannel();
    tx.txSelect();
    tx.basicReject(tx.basicGet(queue, false).getEnvelope().getDeliveryTag(), true);
    assertThat(takeAll(queue)).isEmpty();

    tx.txCommit();

    assertThat(takeBody(queue)).isEqualTo("m");
  }

  @Test
  void forgetsPublishesOfAClosedChannel() throws Exception {
    String queue = queue();
    Channel tx = connection.createChannel();
    tx.txSelect();
    tx.basicPublish("", queue, null, new byte[] {'m'});

    tx.close();

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void returnsMandatoryMessagesAtCommit() throws Exception {
    LinkedBlockingQueue<Integer> returns = new LinkedBlockingQueue<>();
    channel.addReturnListener(r -> returns.add(r.getReplyCode()));
    channel.txSelect();
    channel.basicPublish("", name(), true, null, new byte[0]);
    channel.queueDeclare();

    channel.txCommit();

    assertThat(returns.poll(20, TimeUnit.SECONDS)).isEqualTo(312);
  }

  @Test
  void selectsTwice() throws Exception {
    channel.txSelect();

    assertThat(channel.txSelect()).isNotNull();
  }

  @Test
  void refusesACommitWithoutSelect() throws Exception {
    assertThat(Close.of(channel, c -> c.txCommit()))
        .isEqualTo(Close.channel(406, "PRECONDITION_FAILED - channel is not transactional"));
  }

  @Test
  void refusesARollbackWithoutSelect() throws Exception {
    assertThat(Close.of(channel, c -> c.txRollback()))
        .isEqualTo(Close.channel(406, "PRECONDITION_FAILED - channel is not transactional"));
  }

  @Test
  void refusesAnUnknownTagAtOnce() throws Exception {
    channel.txSelect();

    assertThat(Close.of(channel, c -> c.basicAck(99, false)))
        .isEqualTo(Close.channel(406, "PRECONDITION_FAILED - unknown delivery tag 99"));
  }

  @Test
  void refusesAMissingExchangeAtOnce() throws Exception {
    channel.txSelect();

    assertThat(Close.of(channel, c -> c.basicPublish("missing", "", null, new byte[0])).code())
        .isEqualTo(404);
  }
}
