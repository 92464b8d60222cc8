package io.warrenmq.server.clients.amqp10.jms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.warrenmq.server.clients.amqp10.Amqp10Test;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of message, its headers and properties. */
class MessagesIT extends JmsTest {
  private JMSContext context;
  private Queue queue;

  @BeforeEach
  void open() throws Exception {
    context = context();
    queue = jmsQueue();
  }

  private <T extends Message> T roundTrip(Message message, Class<T> kind) throws JMSException {
    context.createProducer().send(queue, message);
    return kind.cast(receive(context.createConsumer(queue)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "w\u00f6rter \u4e2d \ud83d\ude00", "line\nbreak"})
  void textComesBack(String text) throws Exception {
    assertThat(roundTrip(context.createTextMessage(text), TextMessage.class).getText())
        .isEqualTo(text);
  }

  @Test
  void noTextStaysNone() throws Exception {
    assertThat(roundTrip(context.createTextMessage(), TextMessage.class).getText()).isNull();
  }

  @Test
  void bytesComeBackByTheirTypes() throws Exception {
    BytesMessage sent = context.createBytesMessage();
    sent.writeBoolean(true);
    sent.writeByte((byte) -1);
    sent.writeChar('\u00f6');
    sent.writeDouble(0.1);
    sent.writeInt(Integer.MIN_VALUE);
    sent.writeLong(Long.MAX_VALUE);
    sent.writeUTF("w\u00f6rt");
    sent.writeBytes(new byte[] {1, 2, 3});

    BytesMessage received = roundTrip(sent, BytesMessage.class);

    assertThat(received.readBoolean()).isTrue();
    assertThat(received.readByte()).isEqualTo((byte) -1);
    assertThat(received.readChar()).isEqualTo('\u00f6');
    assertThat(received.readDouble()).isEqualTo(0.1);
    assertThat(received.readInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(received.readLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(received.readUTF()).isEqualTo("w\u00f6rt");
    byte[] rest = new byte[4];
    assertThat(received.readBytes(rest)).isEqualTo(3);
    assertThat(rest).containsExactly(1, 2, 3, 0);
  }

  @Test
  void aMegabyteOfBytesComesBack() throws Exception {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    BytesMessage sent = context.createBytesMessage();
    sent.writeBytes(bytes);

    assertThat(roundTrip(sent, BytesMessage.class).getBody(byte[].class)).isEqualTo(bytes);
  }

  @Test
  void mapsComeBackByTheirTypes() throws Exception {
    MapMessage sent = context.createMapMessage();
    sent.setBoolean("boolean", true);
    sent.setByte("byte", (byte) 1);
    sent.setShort("short", (short) -2);
    sent.setChar("char", '\u00f6');
    sent.setInt("int", 3);
    sent.setLong("long", 4L);
    sent.setFloat("float", 1.5f);
    sent.setDouble("double", 0.1);
    sent.setString("string", "w\u00f6rt");
    sent.setString("null", null);
    sent.setBytes("bytes", new byte[] {5, 6});

    MapMessage received = roundTrip(sent, MapMessage.class);

    List<String> names = names(sent);
    for (String name : names) {
      assertThat(received.getObject(name)).as(name).isEqualTo(sent.getObject(name));
    }
    assertThat(names(received)).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void streamsComeBackByTheirTypes() throws Exception {
    List<Object> values =
        List.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 1.5f, 0.1, "text", new byte[] {7});
    StreamMessage sent = context.createStreamMessage();
    for (Object value : values) {
      sent.writeObject(value);
    }
    sent.writeString(null);

    StreamMessage received = roundTrip(sent, StreamMessage.class);

    List<Object> got = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      got.add(received.readObject());
    }
    assertThat(got).usingRecursiveComparison().isEqualTo(values);
    assertThat(received.readObject()).isNull();
  }

  @Test
  void objectsComeBack() throws Exception {
    ArrayList<String> object = new ArrayList<>(List.of("a", "b"));
    JMSContext trusting =
        context("?jms.deserializationPolicy.allowList=java", JMSContext.AUTO_ACKNOWLEDGE);
    trusting.createProducer().send(queue, trusting.createObjectMessage(object));

    ObjectMessage received = (ObjectMessage) receive(trusting.createConsumer(queue));

    assertThat(received.getObject()).isEqualTo(object);
  }

  /** RabbitMQ 4.0: amqp:internal-error. */
  @Test
  @Tag(Amqp10Test.NOT_RABBITMQ)
  void aMessageMayHaveNoBody() throws Exception {
    Message sent = context.createMessage();
    sent.setStringProperty("only", "properties");

    Message received = roundTrip(sent, Message.class);

    assertThat(received)
        .isNotInstanceOfAny(TextMessage.class, BytesMessage.class, MapMessage.class);
    assertThat(received.getStringProperty("only")).isEqualTo("properties");
  }

  @Test
  void propertiesComeBackByTheirTypes() throws Exception {
    Map<String, Object> properties =
        Map.of(
            "aBoolean",
            true,
            "aByte",
            (byte) -1,
            "aShort",
            (short) 300,
            "anInt",
            70_000,
            "aLong",
            Long.MIN_VALUE,
            "aFloat",
            1.5f,
            "aDouble",
            0.1,
            "aString",
            "w\u00f6rt",
            "empty",
            "");
    Message sent = context.createTextMessage("m");
    for (Map.Entry<String, Object> property : properties.entrySet()) {
      sent.setObjectProperty(property.getKey(), property.getValue());
    }

    Message received = roundTrip(sent, Message.class);

    for (Map.Entry<String, Object> property : properties.entrySet()) {
      assertThat(received.getObjectProperty(property.getKey())).isEqualTo(property.getValue());
    }
  }

  @Test
  void headersComeBack() throws Exception {
    Queue answers = jmsQueue();
    Message sent = context.createTextMessage("m");
    sent.setJMSCorrelationID("correlation");
    sent.setJMSReplyTo(answers);
    sent.setJMSType("my-type");
    sent.setStringProperty("JMSXGroupID", "group");
    sent.setIntProperty("JMSXGroupSeq", 7);

    Message received = roundTrip(sent, Message.class);

    assertThat(received.getJMSMessageID()).isNotEmpty().isEqualTo(sent.getJMSMessageID());
    assertThat(received.getJMSTimestamp()).isEqualTo(sent.getJMSTimestamp()).isPositive();
    assertThat(received.getJMSCorrelationID()).isEqualTo("correlation");
    assertThat(received.getJMSType()).isEqualTo("my-type");
    assertThat(((Queue) received.getJMSReplyTo()).getQueueName()).isEqualTo(answers.getQueueName());
    assertThat(((Queue) received.getJMSDestination()).getQueueName())
        .isEqualTo(queue.getQueueName());
    assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("group");
    assertThat(received.getIntProperty("JMSXGroupSeq")).isEqualTo(7);
    assertThat(received.getJMSRedelivered()).isFalse();
    assertThat(deliveries(received)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 9})
  void prioritiesComeBack(int priority) throws Exception {
    context.createProducer().setPriority(priority).send(queue, "m");

    assertThat(receive(context.createConsumer(queue)).getJMSPriority()).isEqualTo(priority);
  }

  /** A message without a header is durable for RabbitMQ 4.0, and no longer for 4.2. */
  @Test
  @Tag(Amqp10Test.NOT_RABBITMQ)
  void deliveryModesComeBack() throws Exception {
    for (int mode : new int[] {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT}) {
      context.createProducer().setDeliveryMode(mode).send(queue, "m");
      GetResponse stored = take(queueName());

      assertThat(stored.getProps().getDeliveryMode()).as("delivery mode").isEqualTo(mode);
    }
  }

  @Test
  void aTimeToLiveEnds() throws Exception {
    context.createProducer().setTimeToLive(1).send(queue, "short");
    context.createProducer().setTimeToLive(60_000).send(queue, "long");

    Message received = receive(context.createConsumer(queue));

    assertThat(received.getBody(String.class)).isEqualTo("long");
    assertThat(received.getJMSExpiration()).isGreaterThan(received.getJMSTimestamp());
  }

  @Test
  void textAndPropertiesReachAClientOfAmqp091() throws Exception {
    Message sent = context.createTextMessage("m");
    sent.setJMSCorrelationID("correlation");
    sent.setStringProperty("colour", "red");
    sent.setIntProperty("size", 7);
    context.createProducer().setPriority(6).send(queue, sent);

    GetResponse received = take(queueName());

    assertThat(received.getProps().getCorrelationId()).isEqualTo("correlation");
    assertThat(received.getProps().getPriority()).isEqualTo(6);
    assertThat(received.getProps().getHeaders().get("colour")).hasToString("red");
    assertThat(received.getProps().getHeaders()).containsEntry("size", 7);
    assertThat(received.getProps().getType()).isEqualTo("amqp-1.0");
  }

  @Test
  void aMessageOfAmqp091IsOneOfBytes() throws Exception {
    BasicProperties properties =
        new BasicProperties.Builder()
            .deliveryMode(2)
            .priority(6)
            .correlationId("correlation")
            .contentType("application/x-mine")
            .headers(Map.of("colour", "red", "size", 7))
            .build();
    publish("", queueName(), properties, "m");

    Message received = receive(context.createConsumer(queue));

    assertThat(received.getBody(byte[].class)).isEqualTo("m".getBytes(UTF_8));
    assertThat(received.getJMSCorrelationID()).isEqualTo("correlation");
    assertThat(received.getJMSPriority()).isEqualTo(6);
    assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    assertThat(received.getStringProperty("colour")).isEqualTo("red");
    assertThat(received.getIntProperty("size")).isEqualTo(7);
  }

  private String queueName() throws JMSException {
    return queue.getQueueName().substring("/queues/".length());
  }

  private static List<String> names(MapMessage message) throws JMSException {
    List<String> names = new ArrayList<>();
    for (Enumeration<?> all = message.getMapNames(); all.hasMoreElements(); ) {
      names.add((String) all.nextElement());
    }
    return names;
  }
}
