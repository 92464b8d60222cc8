package io.warrenmq.mqtt;

import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.mqtt.connection.MqttProtocol;
import io.warrenmq.testkit.conformance.ProtocolConformance;
import io.warrenmq.testkit.wire.Hex;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** MQTT keeps what every protocol has to. */
class ConformanceTest extends ProtocolConformance {
  @Override
  protected ProtocolPlugin newPlugin() {
    return new MqttProtocol();
  }

  /** A CONNECT of 3.1.1: clean session, no keep alive. */
  @Override
  protected List<byte[]> login(String username, String password) {
    return List.of(
        packet(
            "10",
            Hex.parse("00 04 'MQTT' 04 C2 00 00"),
            text("id"),
            text(username),
            text(password)));
  }

  /** A PUBLISH of QoS 1. */
  @Override
  protected byte[] publish(String text) {
    return packet("32", text(QUEUE), Hex.parse("00 01"), text.getBytes(StandardCharsets.UTF_8));
  }

  /** A SUBSCRIBE of QoS 1. */
  @Override
  protected List<byte[]> subscribe() {
    return List.of(packet("82", Hex.parse("00 02"), text(QUEUE), Hex.parse("01")));
  }

  private static byte[] packet(String type, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.writeBytes(Hex.parse(type));
    int length = body.size();
    for (; length > 127; length >>>= 7) {
      packet.write(length & 127 | 128);
    }
    packet.write(length);
    packet.writeBytes(body.toByteArray());
    return packet.toByteArray();
  }

  private static byte[] text(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(text.length() >>> 8);
    bytes.write(text.length());
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
