package io.warrenmq.server.clients.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.qpid.protonj2.client.AdvancedMessage;
import com.rabbitmq.qpid.protonj2.client.Connection;
import com.rabbitmq.qpid.protonj2.client.ConnectionOptions;
import com.rabbitmq.qpid.protonj2.client.Delivery;
import com.rabbitmq.qpid.protonj2.client.ErrorCondition;
import com.rabbitmq.qpid.protonj2.client.Receiver;
import com.rabbitmq.qpid.protonj2.client.Sender;
import com.rabbitmq.qpid.protonj2.client.exceptions.ClientException;
import com.rabbitmq.qpid.protonj2.client.exceptions.ClientResourceRemotelyClosedException;
import com.rabbitmq.qpid.protonj2.types.Binary;
import com.rabbitmq.qpid.protonj2.types.Symbol;
import com.rabbitmq.qpid.protonj2.types.messaging.ApplicationProperties;
import com.rabbitmq.qpid.protonj2.types.messaging.Data;
import com.rabbitmq.qpid.protonj2.types.messaging.Header;
import com.rabbitmq.qpid.protonj2.types.messaging.MessageAnnotations;
import com.rabbitmq.qpid.protonj2.types.messaging.Properties;
import com.rabbitmq.qpid.protonj2.types.messaging.Section;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Qpid's client protonj2, which RabbitMQ's client for Java brings with it. */
final class Amqp10Client implements Client {
  private static final String TYPE = "x-basic-type";

  private final com.rabbitmq.qpid.protonj2.client.Client container;
  private final Connection connection;
  private final Map<Target, Sender> senders = new HashMap<>();
  private @Nullable Receiver receiver;

  private Amqp10Client(com.rabbitmq.qpid.protonj2.client.Client container, Connection connection) {
    this.container = container;
    this.connection = connection;
  }

  static Amqp10Client connect(MatrixBroker broker, Carrier carrier, String user) throws Exception {
    ConnectionOptions options = new ConnectionOptions().user(user).password(user);
    options.virtualHost("vhost:/");
    if (carrier.isWeb()) {
      options.transportOptions().useWebSockets(true).webSocketPath("/ws");
    }
    if (carrier.isSecure()) {
      options.sslOptions().sslEnabled(true).sslContextOverride(broker.tls());
    }
    var container = com.rabbitmq.qpid.protonj2.client.Client.create();
    int port = broker.port(Protocol.AMQP_10, carrier);
    Connection connection = container.connect(MatrixBroker.HOST, port, options);
    connection.openFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return new Amqp10Client(container, connection);
  }

  @Override
  public void publish(Target target, Fields fields, byte[] body) throws Exception {
    Sender sender = senders.get(target);
    if (sender == null) {
      sender = connection.openSender(address(target));
      senders.put(target, sender);
    }
    sender.send(message(fields, body)).awaitAccepted(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static String address(Target target) {
    return target.isQueue()
        ? "/queues/" + encoded(target.key())
        : "/exchanges/" + encoded(target.exchange()) + "/" + encoded(target.key());
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }

  private static AdvancedMessage<Object> message(Fields fields, byte[] body) throws Exception {
    AdvancedMessage<Object> message = AdvancedMessage.create();
    Header header = new Header();
    fields.ifThere(Fields.DURABLE, durable -> header.setDurable(Boolean.parseBoolean(durable)));
    fields.ifThere(Fields.PRIORITY, priority -> header.setPriority(Byte.parseByte(priority)));
    fields.ifThere(Fields.EXPIRY, ttl -> header.setTimeToLive(Long.parseLong(ttl)));
    if (!header.isEmpty()) {
      message.header(header);
    }
    Properties properties = new Properties();
    fields.ifThere(Fields.CONTENT_TYPE, properties::setContentType);
    fields.ifThere(Fields.CONTENT_ENCODING, properties::setContentEncoding);
    fields.ifThere(Fields.MESSAGE_ID, properties::setMessageId);
    fields.ifThere(Fields.CORRELATION_ID, properties::setCorrelationId);
    fields.ifThere(Fields.REPLY_TO, properties::setReplyTo);
    fields.ifThere(Fields.TIME, time -> properties.setCreationTime(Long.parseLong(time)));
    fields.ifThere(Fields.USER_ID, user -> properties.setUserId(user.getBytes(UTF_8)));
    fields.ifThere(Fields.APP_ID, properties::setGroupId);
    fields.ifThere(Fields.SUBJECT, properties::setSubject);
    if (!properties.isEmpty()) {
      message.properties(properties);
    }
    Map<Symbol, Object> annotations = new LinkedHashMap<>();
    Map<String, Object> application = new LinkedHashMap<>();
    fields.ifThere(Fields.TYPE, type -> annotations.put(Symbol.valueOf(TYPE), type));
    fields
        .headers()
        .forEach(
            (name, value) -> {
              if (name.startsWith("x-")) {
                annotations.put(Symbol.valueOf(name), value);
              } else {
                application.put(name, value);
              }
            });
    if (!annotations.isEmpty()) {
      message.annotations(new MessageAnnotations(annotations));
    }
    if (!application.isEmpty()) {
      message.applicationProperties(new ApplicationProperties(application));
    }
    return message.addBodySection(new Data(body));
  }

  @Override
  public String listen(Channel admin, String key) throws Exception {
    String queue = "matrix-" + UUID.randomUUID();
    admin.queueDeclare(queue, false, false, true, null);
    admin.queueBind(queue, Target.TOPICS, key);
    admin.queueBind(queue, Target.TOPICS, queue);
    receiver = connection.openReceiver(address(Target.queue(queue)));
    receiver.openFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return queue;
  }

  @Override
  public Arrived next() throws Exception {
    Delivery delivery =
        receiver == null ? null : receiver.receive(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (delivery == null) {
      throw new AssertionError("no delivery came");
    }
    AdvancedMessage<Object> message = delivery.<Object>message().toAdvancedMessage();
    Fields fields = new Fields();
    readHeader(message.header(), fields);
    if (message.properties() != null) {
      readProperties(message.properties(), fields);
    }
    Map<Symbol, Object> annotations = message.annotations().getValue();
    fields.put(
        Fields.DESTINATION,
        Expected.address10(
            (String) annotations.get(Symbol.valueOf("x-exchange")),
            (String) annotations.get(Symbol.valueOf("x-routing-key"))));
    annotations.forEach(
        (name, value) -> {
          if (name.toString().equals(TYPE)) {
            fields.put(Fields.TYPE, value);
          } else if (!name.toString().matches("x-exchange|x-routing-key")) {
            fields.put(Fields.header(name.toString()), value);
          }
        });
    if (message.applicationProperties() != null) {
      message
          .applicationProperties()
          .getValue()
          .forEach((name, value) -> fields.put(Fields.header(name), value));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Section<?> section : message.bodySections()) {
      body.writeBytes(((Data) section).getValue());
    }
    return new Arrived(fields, body.toByteArray());
  }

  private static void readHeader(Header header, Fields fields) {
    fields.put(Fields.DURABLE, header.isDurable());
    fields.put(Fields.PRIORITY, header.hasPriority() ? header.getPriority() : null);
    fields.put(Fields.EXPIRY, header.hasTimeToLive() ? header.getTimeToLive() : null);
  }

  private static void readProperties(Properties properties, Fields fields) {
    Binary user = properties.getUserId();
    fields.put(Fields.CONTENT_TYPE, properties.getContentType());
    fields.put(Fields.CONTENT_ENCODING, properties.getContentEncoding());
    fields.put(Fields.MESSAGE_ID, properties.getMessageId());
    fields.put(Fields.CORRELATION_ID, id(properties.getCorrelationId()));
    fields.put(Fields.REPLY_TO, properties.getReplyTo());
    fields.put(Fields.TIME, properties.hasCreationTime() ? properties.getCreationTime() : null);
    fields.put(Fields.USER_ID, user == null ? null : new String(user.asByteArray(), UTF_8));
    fields.put(Fields.APP_ID, properties.getGroupId());
    fields.put(Fields.SUBJECT, properties.getSubject());
  }

  private static @Nullable Object id(@Nullable Object id) {
    return id instanceof Binary bytes ? new String(bytes.asByteArray(), UTF_8) + " as bytes" : id;
  }

  @Override
  public String refusedPublish(Target target) throws Exception {
    try {
      Sender sender = connection.openSender(address(target));
      sender.openFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      sender.send(message(new Fields(), new byte[0])).awaitAccepted();
    } catch (Exception e) {
      return refusal(e);
    }
    throw new AssertionError("was not refused");
  }

  @Override
  public String refusedConsume(Target source) throws Exception {
    try {
      Receiver refused = connection.openReceiver(address(source));
      refused.openFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      refused.receive(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      return refusal(e);
    }
    throw new AssertionError("was not refused");
  }

  private static String refusal(Exception e) throws Exception {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClientResourceRemotelyClosedException closed
          && closed.getErrorCondition() != null) {
        ErrorCondition condition = closed.getErrorCondition();
        String scope = closed.getClass().getSimpleName().contains("Link") ? "detach" : "end";
        return "%s %s, %s".formatted(scope, condition.condition(), condition.description());
      }
    }
    throw e;
  }

  @Override
  public void close() throws ClientException {
    connection.closeAsync();
    container.closeAsync();
  }
}
