package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A connection on which a test writes and reads MQTT packets itself. For one thread. */
final class RawClient implements AutoCloseable {
  static final int CONNACK = 2;
  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  static final int PUBREC = 5;
  static final int PUBREL = 6;
  static final int PUBCOMP = 7;
  static final int SUBACK = 9;
  static final int UNSUBACK = 11;
  static final int PINGRESP = 13;
  static final int DISCONNECT = 14;
  static final int AUTH = 15;

  private final Socket socket;
  private final DataInputStream in;

  RawClient(String host, int port) throws IOException {
    this(new Socket(host, port));
  }

  /** On a socket that is connected. */
  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(MqttTest.PATIENCE_SECONDS * 1000);
    in = new DataInputStream(socket.getInputStream());
  }

  /** One packet that the broker sent: its first byte and what follows the remaining length. */
  record Packet(int first, byte[] body) {
    int type() {
      return first >> 4;
    }

    boolean dup() {
      return (first & 8) != 0;
    }

    int qos() {
      return first >> 1 & 3;
    }

    int u8(int at) {
      return body[at] & 0xff;
    }

    int u16(int at) {
      return u8(at) << 8 | u8(at + 1);
    }

    /** Of PUBLISH: where the packet id or, with QoS 0, the rest begins. */
    private int afterTopic() {
      return 2 + u16(0);
    }

    String topic() {
      return new String(body, 2, u16(0), UTF_8);
    }

    /** Of PUBLISH with QoS 1 or 2. */
    int packetId() {
      return u16(afterTopic());
    }

    /** Of PUBLISH of MQTT 3.1.1. */
    String payload4() {
      int from = afterTopic() + (qos() == 0 ? 0 : 2);
      return new String(Arrays.copyOfRange(body, from, body.length), UTF_8);
    }
  }

  /** Gives the broker another time to send something than that of other tests. */
  void waitAtMost(int seconds) throws IOException {
    socket.setSoTimeout(seconds * 1000);
  }

  void send(byte[]... packets) throws IOException {
    socket.getOutputStream().write(Bytes.join(packets));
  }

  /** Sends nothing more. */
  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Next packet, or nothing when the broker closed the connection. */
  @Nullable Packet next() throws IOException {
    try {
      int first = in.readUnsignedByte();
      int length = 0;
      int shift = 0;
      int digit;
      do {
        digit = in.readUnsignedByte();
        length |= (digit & 0x7f) << shift;
        shift += 7;
      } while (digit >= 0x80);
      byte[] body = new byte[length];
      in.readFully(body);
      return new Packet(first, body);
    } catch (EOFException | SocketException e) {
      return null;
    }
  }

  /** The next packet, which must be of this type. */
  Packet expect(int type) throws IOException {
    Packet packet = next();
    assertThat(packet).as("the connection is open").isNotNull();
    assertThat(packet.type()).as("type of the packet").isEqualTo(type);
    return packet;
  }

  /** The broker closes the connection and sends nothing before that. */
  void expectClosed() throws IOException {
    assertThat(next()).as("packet before the end").isNull();
  }

  /** Nothing came before the answer to a PINGREQ. */
  void expectNothing() throws IOException {
    send(Bytes.of(0xc0, 0));
    expect(PINGRESP);
  }

  /** Closes without DISCONNECT. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
