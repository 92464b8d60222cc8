package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.amqp10.Amqp10Test;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.util.Random;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The {@code amqpws} transport of Qpid JMS. */
@Tag(Amqp10Test.NOT_RABBITMQ)
class JmsOverWebSocketIT extends JmsTest {
  private JMSContext context;
  private Queue queue;

  @BeforeEach
  void open() throws Exception {
    String uri = broker.amqpOverWebSocket().toString().replaceFirst("ws:", "amqpws:");
    context = closing(new JmsConnectionFactory("guest", "guest", uri).createContext());
    queue = jmsQueue();
  }

  @Test
  void messagesPassToAClientOverTcpAndBack() throws Exception {
    JMSContext tcp = context();
    send(context, queue, "there");
    assertThat(receiveText(tcp.createConsumer(queue))).isEqualTo("there");
    Queue back = jmsQueue();
    send(tcp, back, "and back");

    assertThat(receiveText(context.createConsumer(back))).isEqualTo("and back");
  }

  @Test
  void aMessageOfManyFramesPasses() throws Exception {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    BytesMessage sent = context.createBytesMessage();
    sent.writeBytes(bytes);
    context.createProducer().send(queue, sent);

    assertThat(receive(context.createConsumer(queue)).getBody(byte[].class)).isEqualTo(bytes);
  }
}
