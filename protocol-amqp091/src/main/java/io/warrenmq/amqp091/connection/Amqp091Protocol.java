package io.warrenmq.amqp091.connection;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.message.Amqp091Format;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** AMQP 0-9-1 as a protocol of the broker. Thread-safe once started. */
public final class Amqp091Protocol implements ProtocolPlugin {
  /** The header of AMQP 0-9-1 (§4.2.2). */
  static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

  private static final int NAME_BYTES = 4;

  private @Nullable BrokerAccess broker; // set once, before any listener opens

  @Override
  public String name() {
    return "amqp091";
  }

  @Override
  public void attach(BrokerAccess access) {
    broker = access;
  }

  /**
   * Headers of every AMQP before 1.0 are ours, the wrong ones too: it is for us to answer them with
   * the right one. That is protocol id 0 with a major version of 0, and {@code 1.1.0.9}, the form
   * of 0-9.
   */
  @Override
  public Detection detect(ByteBuf first) {
    int known = Math.min(first.readableBytes(), HEADER.length);
    int at = first.readerIndex();
    for (int i = 0; i < Math.min(known, NAME_BYTES); i++) {
      if (first.getByte(at + i) != HEADER[i]) {
        return Detection.NOT_MINE;
      }
    }
    if (known < 6) {
      return Detection.UNDECIDED;
    }
    int id = first.getByte(at + 4);
    int major = first.getByte(at + 5);
    return (id == 0 && major == 0) || (id == 1 && major == 1) ? Detection.MINE : Detection.NOT_MINE;
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    return new Amqp091Connection(transport, Objects.requireNonNull(broker));
  }

  @Override
  public List<ListenerSpec> listeners() {
    return List.of(new ListenerSpec("listeners.tcp", 5672), new ListenerSpec("listeners.ssl", -1));
  }

  /**
   * In binary frames. Nobody has registered a subprotocol; clients name none, or that of AMQP 1.0,
   * with which the endpoint is shared.
   */
  @Override
  public List<WebSocketSpec> webSockets() {
    return List.of(new WebSocketSpec("web_amqp", 15678, List.of("amqp"), false, Frames.BINARY));
  }

  @Override
  public List<MessageFormat> formats() {
    return List.of(Amqp091Format.INSTANCE);
  }

  @Override
  public byte[] refusal() {
    return HEADER.clone();
  }
}
