package io.warrenmq.server.clients.matrix;

import com.rabbitmq.client.Channel;
import io.warrenmq.server.clients.stomp.RawStomp;
import io.warrenmq.server.clients.stomp.RawStomp.Frame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** STOMP 1.2 by hand, for no client of Java's speaks it over every transport. */
final class StompClient implements Client {
  private static final Map<String, String> HEADERS = new LinkedHashMap<>();
  private static final Set<String> OF_THE_FRAME =
      Set.of("subscription", "message-id", "ack", "destination", "redelivered", "content-length");

  static {
    HEADERS.put(Fields.CONTENT_TYPE, "content-type");
    HEADERS.put(Fields.CONTENT_ENCODING, "content-encoding");
    HEADERS.put(Fields.MESSAGE_ID, "amqp-message-id");
    HEADERS.put(Fields.CORRELATION_ID, "correlation-id");
    HEADERS.put(Fields.REPLY_TO, "reply-to");
    HEADERS.put(Fields.DURABLE, "persistent");
    HEADERS.put(Fields.PRIORITY, "priority");
    HEADERS.put(Fields.EXPIRY, "expiration");
    HEADERS.put(Fields.TIME, "timestamp");
    HEADERS.put(Fields.TYPE, "type");
    HEADERS.put(Fields.USER_ID, "user-id");
    HEADERS.put(Fields.APP_ID, "app-id");
  }

  private final RawStomp connection;

  private StompClient(RawStomp connection) {
    this.connection = connection;
  }

  static StompClient connect(MatrixBroker broker, Carrier carrier, String user) throws Exception {
    RawStomp connection = new RawStomp(broker.socket(Protocol.STOMP, carrier, "v12.stomp"));
    connection.send(
        "CONNECT\naccept-version:1.2\nhost:/\nlogin:" + user + "\npasscode:" + user + "\n\n");
    connection.expect("CONNECTED");
    return new StompClient(connection);
  }

  @Override
  public void publish(Target target, Fields fields, byte[] body) throws Exception {
    StringBuilder head = new StringBuilder("SEND\nreceipt:r\ndestination:");
    // The queue is there: /queue would declare it.
    String destination = Expected.addressStomp(target);
    head.append(escaped(target.isQueue() ? "/amq" + destination : destination)).append('\n');
    for (Map.Entry<String, String> header : HEADERS.entrySet()) {
      fields.ifThere(header.getKey(), value -> head.append(line(header.getValue(), value)));
    }
    fields.headers().forEach((name, value) -> head.append(line(name, value.toString())));
    head.append("content-length:").append(body.length).append("\n\n");
    connection.send(head.toString(), body);
    connection.expect("RECEIPT");
  }

  private static String line(String name, String value) {
    return escaped(name) + ":" + escaped(value) + "\n";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace(":", "\\c").replace("\n", "\\n");
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\c", ":").replace("\\\\", "\\");
  }

  @Override
  public String listen(Channel admin, String key) throws Exception {
    String queue = "matrix-" + UUID.randomUUID();
    connection.sendAndWait(
        "SUBSCRIBE\nid:1\ndestination:/topic/" + key + "\nx-queue-name:" + queue + "\n\n");
    admin.queueBind(queue, Target.TOPICS, queue);
    return queue;
  }

  @Override
  public Arrived next() throws Exception {
    Frame message = connection.expect("MESSAGE");
    Fields fields = new Fields();
    fields.put(Fields.DESTINATION, message.header("destination"));
    HEADERS.forEach(
        (field, header) -> {
          if (message.has(header)) {
            fields.put(field, unescaped(message.header(header)));
          }
        });
    message
        .headers()
        .forEach(
            (name, value) -> {
              if (!OF_THE_FRAME.contains(name) && !HEADERS.containsValue(name)) {
                fields.put(Fields.header(unescaped(name)), unescaped(value));
              }
            });
    return new Arrived(fields, message.bytes());
  }

  @Override
  public String refusedPublish(Target target) throws Exception {
    return refused("SEND\ndestination:" + Expected.addressStomp(target) + "\n\n");
  }

  @Override
  public String refusedConsume(Target source) throws Exception {
    String destination =
        source.isQueue() ? "/amq/queue/" + source.key() : Expected.addressStomp(source);
    return refused("SUBSCRIBE\nid:2\ndestination:" + destination + "\n\n");
  }

  private String refused(String frame) throws Exception {
    connection.send(frame);
    Frame error = connection.expect("ERROR");
    return "ERROR %s, %s".formatted(error.header("message"), error.body().strip());
  }

  @Override
  public void close() throws Exception {
    connection.close();
  }
}
