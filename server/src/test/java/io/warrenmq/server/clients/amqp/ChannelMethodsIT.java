package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import org.junit.jupiter.api.Test;

/** Methods of AMQP 0-9-1 that RabbitMQ answers by "not implemented", and their neighbours. */
class ChannelMethodsIT extends ClientTest {
  @Test
  void refusesToStopTheFlow() throws Exception {
    Close close =
        Close.of(
            anotherConnection(),
            c -> c.asyncRpc(new AMQP.Channel.Flow.Builder().active(false).build()));

    assertThat(close).isEqualTo(Close.connection(540, "NOT_IMPLEMENTED - active=false"));
  }

  @Test
  void answersTheFlowThatIsThere() throws Exception {
    var ok = channel.rpc(new AMQP.Channel.Flow.Builder().active(true).build());

    assertThat(((AMQP.Channel.FlowOk) ok.getMethod()).getActive()).isTrue();
  }

  @Test
  void refusesAPrefetchSize() throws Exception {
    Close close = Close.of(anotherConnection(), c -> c.basicQos(10, 1, false));

    assertThat(close).isEqualTo(Close.connection(540, "NOT_IMPLEMENTED - prefetch_size!=0 (10)"));
  }

  @Test
  void refusesImmediate() throws Exception {
    String queue = queue();

    Close close =
        Close.of(
            anotherConnection(), c -> c.basicPublish("", queue, false, true, null, new byte[0]));

    assertThat(close).isEqualTo(Close.connection(540, "NOT_IMPLEMENTED - immediate=true"));
  }

  @Test
  void refusesToRecoverWithoutRequeue() throws Exception {
    Close close = Close.of(anotherConnection(), c -> c.basicRecover(false));

    assertThat(close).isEqualTo(Close.connection(540, "NOT_IMPLEMENTED - requeue=false"));
  }

  @Test
  void recoversWithoutAnAnswer() throws Exception {
    String queue = queue();
    send(queue, "m");
    channel.basicGet(queue, false);

    channel.asyncRpc(new AMQImpl.Basic.RecoverAsync(true));

    assertThat(take(queue).getEnvelope().isRedeliver()).isTrue();
  }

  @Test
  void refusesAStrayFlowOk() throws Exception {
    Close close =
        Close.of(
            anotherConnection(),
            c -> c.asyncRpc(new AMQP.Channel.FlowOk.Builder().active(true).build()));

    assertThat(close).isEqualTo(Close.connection(503, "COMMAND_INVALID - unimplemented method"));
  }
}
