package io.warrenmq.server.hostile;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What RabbitMQ's Java client sent in a session that was recorded, cut into frames, and ways to
 * spoil it. Immutable.
 */
final class Session {
  private static final Path RECORDED =
      Path.of("../protocol-amqp091/src/test/resources/io/warrenmq/amqp091/session-client.hex");
  private static final int HANDSHAKE_FRAMES = 3; // start-ok, tune-ok, open
  private static final int TUNE_OK = 1;
  private static final int FRAME_MAX_AT = 13; // octets into tune-ok
  private static final int HEADER = 7;

  private final List<byte[]> frames;

  private Session(List<byte[]> frames) {
    this.frames = List.copyOf(frames);
  }

  static Session recorded() throws IOException {
    String hex =
        Files.readAllLines(RECORDED).stream()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining());
    ByteBuf all = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    all.skipBytes(RawClient.PROTOCOL.length);
    List<byte[]> frames = new ArrayList<>();
    while (all.isReadable()) {
      byte[] frame = new byte[HEADER + all.getInt(all.readerIndex() + 3) + 1];
      all.readBytes(frame);
      frames.add(frame);
    }
    // It was recorded with a frame-max below what is allowed; its frames fit into any.
    ByteBuf tuneOk = Unpooled.wrappedBuffer(frames.get(TUNE_OK));
    tuneOk.setInt(FRAME_MAX_AT, 131_072);
    return new Session(frames);
  }

  /** The bytes of the whole session. */
  byte[] bytes() {
    return join(frames);
  }

  /**
   * The session with so many mutations: most of frames that stay frames, which get further than
   * those of bytes, which end the connection soon. The handshake is spared more often than not.
   */
  byte[] mutated(Random random, int mutations) {
    List<byte[]> spoiled = new ArrayList<>(frames);
    int first = random.nextInt(8) == 0 ? 0 : HANDSHAKE_FRAMES;
    int ofBytes = 0;
    for (int i = 0; i < mutations; i++) {
      if (random.nextInt(5) == 0) {
        ofBytes++;
      } else {
        mutateFrame(spoiled, first + random.nextInt(spoiled.size() - first), random);
      }
    }
    byte[] head = join(spoiled.subList(0, first));
    byte[] tail = join(spoiled.subList(first, spoiled.size()));
    for (int i = 0; i < ofBytes; i++) {
      tail = mutateBytes(tail, random);
    }
    return Unpooled.wrappedBuffer(head, tail).copy().array();
  }

  private static void mutateFrame(List<byte[]> frames, int which, Random random) {
    byte[] frame = frames.get(which).clone();
    int payload = frame.length - HEADER - 1;
    switch (random.nextInt(8)) {
      case 0 -> frames.remove(which);
      case 1 -> frames.add(which, frame);
      case 2 -> frames.add(random.nextInt(frames.size()), frame);
      case 3 -> frame[1 + random.nextInt(2)] = (byte) random.nextInt(); // another channel
      case 4 -> frame[0] = (byte) random.nextInt(10);
      case 5 -> frame = resized(frame, random.nextInt(payload + 20));
      default -> {
        for (int i = random.nextInt(4); i >= 0 && payload > 0; i--) {
          frame[HEADER + random.nextInt(payload)] = anyByte(random);
        }
      }
    }
    if (which < frames.size()) {
      frames.set(which, frame);
    }
  }

  /** The frame with another length of payload, cut off or filled up with zeros. */
  private static byte[] resized(byte[] frame, int payload) {
    ByteBuf out = Unpooled.buffer();
    out.writeBytes(frame, 0, 3).writeInt(payload);
    int kept = Math.min(payload, frame.length - HEADER - 1);
    out.writeBytes(frame, HEADER, kept).writeZero(payload - kept).writeByte(0xCE);
    return ByteBufUtil.getBytes(out);
  }

  private static byte[] mutateBytes(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(16), bytes.length - at);
    ByteBuf out = Unpooled.buffer(bytes.length + 16);
    out.writeBytes(bytes, 0, at);
    switch (random.nextInt(4)) {
      case 0 -> {} // a hole
      case 1 -> out.writeBytes(bytes, at, length).writeBytes(bytes, at, length);
      case 2 -> {
        for (int i = 0; i < length; i++) {
          out.writeByte(anyByte(random));
        }
      }
      default -> {
        return ByteBufUtil.getBytes(out); // nothing follows
      }
    }
    out.writeBytes(bytes, at + length, bytes.length - at - length);
    return ByteBufUtil.getBytes(out);
  }

  /** Any, but more often those that lengths are made of. */
  private static byte anyByte(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> (byte) 0xff;
      case 2 -> 0x7f;
      default -> (byte) random.nextInt();
    };
  }

  private static byte[] join(List<byte[]> parts) {
    ByteBuf out = Unpooled.buffer();
    parts.forEach(out::writeBytes);
    return ByteBufUtil.getBytes(out);
  }
}
