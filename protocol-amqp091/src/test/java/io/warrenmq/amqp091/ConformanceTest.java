package io.warrenmq.amqp091;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.connection.Amqp091Protocol;
import io.warrenmq.amqp091.fake.Peer;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsume;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpen;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStartOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTuneOk;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.amqp091.wire.ProtocolHeader;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.testkit.conformance.ProtocolConformance;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** AMQP 0-9-1 keeps what every protocol has to. */
class ConformanceTest extends ProtocolConformance {
  @Override
  protected ProtocolPlugin newPlugin() {
    return new Amqp091Protocol();
  }

  @Override
  protected List<byte[]> login(String username, String password) {
    ByteBuf header = Unpooled.buffer();
    ProtocolHeader.write(header);
    LongString response = LongString.of("\0" + username + "\0" + password);
    return List.of(
        ByteBufUtil.getBytes(header),
        frame(0, new ConnectionStartOk(FieldTable.EMPTY, "PLAIN", response, "en_US")),
        frame(0, new ConnectionTuneOk(2047, Peer.FRAME_MAX, 0)),
        frame(0, new ConnectionOpen("/")),
        frame(1, new ChannelOpen()));
  }

  @Override
  protected byte[] publish(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return ByteBufUtil.getBytes(Peer.publish(1, QUEUE, BasicProperties.EMPTY, body, false));
  }

  @Override
  protected List<byte[]> subscribe() {
    BasicConsume consume =
        new BasicConsume(QUEUE, "tag", false, false, false, false, FieldTable.EMPTY);
    return List.of(frame(1, consume));
  }

  private static byte[] frame(int channel, Method method) {
    return ByteBufUtil.getBytes(Peer.frame(channel, method));
  }
}
