package io.warrenmq.server.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A client's packets of one version of MQTT, of each type, and ways to spoil them. Immutable. */
final class MqttSession {
  private static final Path PACKETS =
      Path.of("../protocol-mqtt/src/test/resources/io/warrenmq/mqtt/packets.hex");
  private static final byte[] CLIENT_ID = "fuzz-0".getBytes(US_ASCII);

  private final List<byte[]> packets;

  private MqttSession(List<byte[]> packets) {
    this.packets = packets;
  }

  /** That of the version with this level. */
  static MqttSession of(int level) throws IOException {
    List<byte[]> packets = new ArrayList<>();
    for (String line : Files.readAllLines(PACKETS)) {
      if (line.startsWith(level + " ")) {
        packets.add(HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1)));
      }
    }
    return new MqttSession(packets);
  }

  /** The bytes of the whole session. */
  byte[] bytes() {
    return join(packets);
  }

  /**
   * The session of a client of its own, more often than not, with so many mutations: most of
   * packets that stay packets, which get further than those of bytes. The CONNECT is spared more
   * often than not.
   *
   * @param client what its identifier ends in
   */
  byte[] mutated(Random random, int mutations, char client) {
    List<byte[]> spoiled = new ArrayList<>(packets);
    if (random.nextInt(8) != 0) {
      spoiled.set(0, named(spoiled.get(0), client));
    }
    int first = random.nextInt(8) == 0 ? 0 : 1;
    int ofBytes = 0;
    for (int i = 0; i < mutations && spoiled.size() > first; i++) {
      if (random.nextInt(6) == 0) {
        ofBytes++;
      } else {
        mutatePacket(spoiled, first + random.nextInt(spoiled.size() - first), random);
      }
    }
    byte[] head = join(spoiled.subList(0, first));
    byte[] tail = join(spoiled.subList(first, spoiled.size()));
    for (int i = 0; i < ofBytes; i++) {
      tail = mutateBytes(tail, random);
    }
    return Unpooled.wrappedBuffer(head, tail).copy().array();
  }

  private static byte[] named(byte[] connect, char client) {
    byte[] named = connect.clone();
    int at = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(CLIENT_ID), Unpooled.wrappedBuffer(named));
    named[at + CLIENT_ID.length - 1] = (byte) client;
    return named;
  }

  private static void mutatePacket(List<byte[]> packets, int which, Random random) {
    byte[] packet = packets.get(which);
    switch (random.nextInt(8)) {
      case 0 -> packets.remove(which);
      case 1 -> packets.add(which, packet);
      case 2 -> packets.add(random.nextInt(packets.size()), packet);
      case 3 -> {
        byte[] flags = packet.clone();
        flags[0] ^= (byte) (1 << random.nextInt(random.nextInt(4) == 0 ? 8 : 4));
        packets.set(which, flags);
      }
      default -> packets.set(which, withBody(packet, random));
    }
  }

  /** The packet with a body that was mutated, and the length of that. */
  private static byte[] withBody(byte[] packet, Random random) {
    int header = packet[1] < 0 ? 3 : 2;
    byte[] body = new byte[packet.length - header];
    System.arraycopy(packet, header, body, 0, body.length);
    for (int i = random.nextInt(3); i >= 0; i--) {
      body = mutateBytes(body, random);
    }
    ByteBuf out = Unpooled.buffer().writeByte(packet[0]);
    int rest = body.length;
    for (; rest >= 0x80; rest >>>= 7) {
      out.writeByte(rest | 0x80);
    }
    return ByteBufUtil.getBytes(out.writeByte(rest).writeBytes(body));
  }

  private static byte[] mutateBytes(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(8), bytes.length - at);
    ByteBuf out = Unpooled.buffer(bytes.length + 16);
    out.writeBytes(bytes, 0, at);
    switch (random.nextInt(8)) {
      case 0 -> {} // a hole
      case 1 -> out.writeBytes(bytes, at, length).writeBytes(bytes, at, length);
      case 2 -> {
        return ByteBufUtil.getBytes(out); // nothing follows
      }
      case 3, 4 -> {
        for (int i = 0; i < length; i++) {
          out.writeByte(random.nextInt());
        }
      }
      default -> {
        int[] some = {0, 1, 2, 3, '/', '+', '#', '$', 0x7f, 0xff, bytes[at] ^ 1, bytes[at] + 1};
        out.writeByte(some[random.nextInt(some.length)]).writeBytes(bytes, at + 1, length - 1);
      }
    }
    out.writeBytes(bytes, at + length, bytes.length - at - length);
    return ByteBufUtil.getBytes(out);
  }

  private static byte[] join(List<byte[]> packets) {
    return Unpooled.wrappedBuffer(packets.toArray(byte[][]::new)).copy().array();
  }
}
