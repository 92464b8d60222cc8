package io.warrenmq.mqtt.connection;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import io.warrenmq.mqtt.message.MqttFormat;
import io.warrenmq.mqtt.store.MqttStore;
import io.warrenmq.mqtt.sys.SysReporter;
import io.warrenmq.mqtt.topic.TopicKeys;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** MQTT as a protocol of the broker. Thread-safe once started. */
public final class MqttProtocol implements ProtocolPlugin {
  private static final int CONNECT = 0x10;
  private static final int LENGTH_BYTES_MAX = 4;
  private static final int NAME_AT = 2; // behind its length

  private @Nullable MqttOptions options; // these are set once, before any listener opens
  private @Nullable TopicKeys keys;
  private @Nullable MqttFormat format;
  private @Nullable MqttStore store;
  private @Nullable Node node;
  private @Nullable SysReporter reporter;

  @Override
  public String name() {
    return "mqtt";
  }

  @Override
  public void start(PluginContext context) {
    MqttOptions read = MqttOptions.of(context.config());
    TopicKeys mapping = new TopicKeys(read.sparkplug());
    options = read;
    keys = mapping;
    format = Node.format(read, mapping);
    store = MqttStore.open(context.dataFolder());
  }

  @Override
  public void attach(BrokerAccess access) {
    Node made =
        Node.of(
            Objects.requireNonNull(options),
            access,
            Objects.requireNonNull(keys),
            Objects.requireNonNull(format),
            Objects.requireNonNull(store));
    node = made;
    reporter = new SysReporter(made.sys(), new NodeFigures(made), made.options().sysInterval());
  }

  @Override
  public Future<Void> onStarted() {
    return new Restart(Objects.requireNonNull(node))
        .run()
        .onSuccess(done -> Objects.requireNonNull(reporter).start());
  }

  /** All of it is done elsewhere, as it may take its time. */
  @Override
  public void onVhostDeleted(String vhost) {
    Node there = node;
    if (there != null) {
      there.broker().loops().get(0).execute(() -> there.forget(vhost));
    }
  }

  @Override
  public void stop() {
    if (reporter != null) {
      reporter.stop();
    }
    if (store != null) {
      store.close();
    }
  }

  /** A CONNECT whose protocol name begins with {@code MQ}: of whichever version, ours to answer. */
  @Override
  public Detection detect(ByteBuf first) {
    int at = first.readerIndex();
    int end = at + first.readableBytes();
    if (first.getUnsignedByte(at++) != CONNECT) {
      return Detection.NOT_MINE;
    }
    int length = 0;
    while (at < end && first.getByte(at) < 0 && length < LENGTH_BYTES_MAX) {
      at++;
      length++;
    }
    int name = at + 1 + NAME_AT;
    if (name + 1 >= end) {
      return Detection.UNDECIDED;
    }
    return first.getByte(name) == 'M' && first.getByte(name + 1) == 'Q'
        ? Detection.MINE
        : Detection.NOT_MINE;
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    return new MqttConnection(Objects.requireNonNull(node), transport);
  }

  @Override
  public List<ListenerSpec> listeners() {
    return List.of(
        new ListenerSpec("mqtt.listeners.tcp", 1883), new ListenerSpec("mqtt.listeners.ssl", -1));
  }

  /** In binary frames, with a subprotocol: [MQTT-6.0.0-1], [MQTT-6.0.0-3]. */
  @Override
  public List<WebSocketSpec> webSockets() {
    return List.of(
        new WebSocketSpec("web_mqtt", 15675, List.of("mqtt", "mqttv3.1"), true, Frames.BINARY));
  }

  @Override
  public List<MessageFormat> formats() {
    return List.of(Objects.requireNonNull(format));
  }
}
