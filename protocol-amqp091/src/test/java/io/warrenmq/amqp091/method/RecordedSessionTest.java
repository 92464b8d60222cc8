package io.warrenmq.amqp091.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.amqp091.wire.FrameEncoder;
import io.warrenmq.amqp091.wire.FrameType;
import io.warrenmq.amqp091.wire.MalformedFrame;
import io.warrenmq.amqp091.wire.ProtocolHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A session that RabbitMQ and its Java client had, read whole, octet by octet, in pieces and
 * mutated.
 */
class RecordedSessionTest {
  private static final int FRAME_MAX = 4096;
  private static final long SEED = 0x0091;

  @ParameterizedTest
  @ValueSource(strings = {"client", "server"})
  void decodesAndEncodesToSameOctets(String side) {
    ByteBuf in = frames(side);
    ByteBuf out = Unpooled.buffer();

    for (int at = 0; at < in.writerIndex(); ) {
      int frame = FrameDecoder.frameBytes(in, at, in.writerIndex() - at, FRAME_MAX);
      assertThat(frame).isPositive();
      copyByCodec(in, at, out);
      at += frame;
    }

    assertThat(ByteBufUtil.hexDump(out)).isEqualTo(ByteBufUtil.hexDump(in));
  }

  @Test
  void clientSentWhatTheScriptSays() {
    List<String> sent = read(frames("client"));

    assertThat(sent).startsWith("connection.start_ok", "connection.tune_ok", "connection.open");
    assertThat(sent).contains("exchange.bind", "basic.nack", "basic.recover", "tx.rollback");
    assertThat(sent).endsWith("connection.close");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "server"})
  void readsSameFramesOctetByOctet(String side) {
    ByteBuf in = frames(side);
    List<Integer> whole = new ArrayList<>();
    List<Integer> trickled = new ArrayList<>();
    for (int at = 0; at < in.writerIndex(); at += whole.get(whole.size() - 1)) {
      whole.add(FrameDecoder.frameBytes(in, at, in.writerIndex() - at, FRAME_MAX));
    }

    int start = 0;
    for (int arrived = 0; arrived <= in.writerIndex(); arrived++) {
      int frame = FrameDecoder.frameBytes(in, start, arrived - start, FRAME_MAX);
      if (frame > 0) {
        trickled.add(frame);
        start += frame;
      }
    }

    assertThat(trickled).isEqualTo(whole);
    assertThat(start).isEqualTo(in.writerIndex());
  }

  @Test
  void mutationsAreReadOrRefused() {
    ByteBuf client = frames("client");
    ByteBuf server = frames("server");
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < 10_000; round++) {
      ByteBuf in = (round % 2 == 0 ? client : server).copy();
      int mutations = 1 + random.nextInt(8);
      for (int i = 0; i < mutations; i++) {
        in.setByte(random.nextInt(in.writerIndex()), random.nextInt());
      }
      in.writerIndex(in.writerIndex() - random.nextInt(10));
      try {
        read(in);
      } catch (MalformedFrame expected) {
        assertThat(expected.replyText()).isNotEmpty();
        refused++;
      }
    }
    // Bodies are most of the octets, and there nothing can be wrong.
    assertThat(refused).as("seed %d", SEED).isBetween(1000, 9999);
  }

  /** Reads all whole frames; returns the methods' names. */
  private static List<String> read(ByteBuf in) {
    PublishArguments publish = new PublishArguments();
    List<String> names = new ArrayList<>();
    int at = 0;
    while (true) {
      int frame = FrameDecoder.frameBytes(in, at, in.writerIndex() - at, FRAME_MAX);
      if (frame == 0) {
        return names;
      }
      int payload = at + FrameDecoder.HEADER_BYTES;
      int length = frame - FrameDecoder.OVERHEAD_BYTES;
      if (FrameDecoder.type(in, at) == FrameType.METHOD) {
        if (FrameDecoder.methodId(in, at) == MethodId.BASIC_PUBLISH) {
          publish.parse(in, payload, length);
        }
        names.add(MethodCodec.decode(in, payload, length).methodName());
      } else if (FrameDecoder.type(in, at) == FrameType.HEADER) {
        byte[] properties = properties(in, payload, length);
        BasicProperties.decode(properties, 0, properties.length);
      }
      at += frame;
    }
  }

  private static void copyByCodec(ByteBuf in, int at, ByteBuf out) {
    int channel = FrameDecoder.channel(in, at);
    int payload = at + FrameDecoder.HEADER_BYTES;
    int length = FrameDecoder.payloadBytes(in, at);
    switch (FrameDecoder.type(in, at)) {
      case FrameType.METHOD:
        MethodCodec.encode(out, channel, MethodCodec.decode(in, payload, length));
        break;
      case FrameType.HEADER:
        byte[] properties = properties(in, payload, length);
        byte[] again = BasicProperties.decode(properties, 0, properties.length).encode();
        long bodyBytes = in.getLong(payload + 4);
        FrameEncoder.writeContentHeader(out, channel, bodyBytes, again, 0, again.length);
        break;
      case FrameType.BODY:
        byte[] body = ByteBufUtil.getBytes(in, payload, length);
        FrameEncoder.writeBody(out, channel, body, 0, length, FRAME_MAX);
        break;
      default:
        FrameEncoder.writeHeartbeat(out);
    }
  }

  private static byte[] properties(ByteBuf in, int payload, int length) {
    int head = FrameDecoder.CONTENT_HEADER_BYTES;
    return ByteBufUtil.getBytes(in, payload + head, length - head);
  }

  /** What that side sent, the client's protocol header taken off. */
  private static ByteBuf frames(String side) {
    ByteBuf all = Unpooled.wrappedBuffer(load("session-" + side + ".hex"));
    if (!side.equals("client")) {
      return all;
    }
    assertThat(ProtocolHeader.match(all, 0, 8)).isEqualTo(ProtocolHeader.Match.AMQP_0_9_1);
    return all.slice(8, all.writerIndex() - 8);
  }

  private static byte[] load(String name) {
    try (InputStream in = RecordedSessionTest.class.getResourceAsStream("../" + name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      String hex = text.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining());
      return ByteBufUtil.decodeHexDump(hex);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
