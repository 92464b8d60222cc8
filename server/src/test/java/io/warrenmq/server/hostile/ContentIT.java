package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicMethod.BasicPublish;
import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicQosOk;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Contents that are not what was announced. */
class ContentIT extends HostileTest {
  private static final String HEADER_EXPECTED =
      "UNEXPECTED_FRAME - expected content header for class 60, got non content header frame"
          + " instead";
  private static final String BODY_EXPECTED =
      "UNEXPECTED_FRAME - expected content body, got non content body frame instead";

  private static Frames publish() {
    return Frames.of().method(1, new BasicPublish("", "nowhere", false, false));
  }

  /** A content header whose parts may lie. */
  private static Frames header(int classId, int weight, String bodySize, String properties) {
    return publish()
        .frame(Frames.HEADER, 1, "%04x%04x%s%s".formatted(classId, weight, bodySize, properties));
  }

  static Stream<Arguments> contents() {
    return Stream.of(
        Arguments.of(publish().method(1, new BasicQos(0, 1, false)), 505, HEADER_EXPECTED),
        Arguments.of(publish().body(1, new byte[3]), 505, HEADER_EXPECTED),
        Arguments.of(
            publish().header(1, 3).method(1, new BasicQos(0, 1, false)), 505, BODY_EXPECTED),
        Arguments.of(publish().header(1, 3).header(1, 3), 505, BODY_EXPECTED),
        Arguments.of(
            publish().header(1, 0).body(1, new byte[1]),
            505,
            "UNEXPECTED_FRAME - expected method frame, got non method frame instead"),
        Arguments.of(
            header(61, 0, "0000000000000003", "0000"),
            505,
            "UNEXPECTED_FRAME - expected content header for class 60, got one for class 61"
                + " instead"),
        Arguments.of(header(60, 1, "0000000000000003", "0000"), 505, HEADER_EXPECTED));
  }

  @ParameterizedTest
  @MethodSource({"contents", "sizes"})
  void closesTheConnection(Frames frames, int code, String text) throws Exception {
    RawClient client = ready();

    client.send(frames);

    client.expectClose(code, text);
  }

  /** RabbitMQ 4.0 does not check these sizes. */
  static Stream<Arguments> sizes() {
    return Stream.of(
        Arguments.of(
            publish().header(1, 3).body(1, new byte[4]),
            501,
            "FRAME_ERROR - content body frame exceeds remaining content size"),
        Arguments.of(
            publish().header(1, 3).body(1, new byte[2]).body(1, new byte[2]),
            501,
            "FRAME_ERROR - content body frame exceeds remaining content size"),
        Arguments.of(
            header(60, 0, "8000000000000000", "0000"),
            501,
            "FRAME_ERROR - content body size 9223372036854775808 exceeds maximum allowed size"
                + " 536870912"),
        Arguments.of(
            header(60, 0, "ffffffffffffffff", "0000"),
            501,
            "FRAME_ERROR - content body size 18446744073709551615 exceeds maximum allowed size"
                + " 536870912"),
        Arguments.of(
            header(60, 0, "0000000020000001", "0000"),
            501,
            "FRAME_ERROR - content body size 536870913 exceeds maximum allowed size 536870912"));
  }

  static Stream<Arguments> properties() {
    return Stream.of(
        Arguments.of("a flag without its value", "8000"),
        Arguments.of("a text beyond the end", "8000 10 61"),
        Arguments.of("more than the flags say", "0000 00"),
        Arguments.of("flags that go on", "0001 0000"),
        Arguments.of("flags that go on for ever", "0001 0001 0001 0001"),
        Arguments.of("a table beyond the end", "2000 7fffffff"),
        Arguments.of("a table of 4 GiB", "2000 ffffffff"),
        Arguments.of("an entry beyond its table", "2000 00000002 0561"),
        Arguments.of("a value beyond its table", "2000 00000004 016149 00"),
        Arguments.of("a longstr beyond its table", "2000 0000000a 016153 7fffffff 616263"),
        Arguments.of("an array beyond its table", "2000 00000007 016141 7fffffff"),
        Arguments.of("an unknown type", "2000 00000003 01615a"),
        Arguments.of("a value of no type", "2000 00000002 0161"));
  }

  /** RabbitMQ says 541 INTERNAL_ERROR to all of them, and nothing more. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("properties")
  void closesTheConnectionForMalformedProperties(String what, String properties) throws Exception {
    RawClient client = ready();

    client.send(header(60, 0, "0000000000000000", properties));

    String text = client.closeText();
    assertThat(text).as(what).startsWith("502 SYNTAX_ERROR - ");
  }

  @ParameterizedTest
  @CsvSource({"'', 12", "80, 13"})
  void closesTheConnectionForHeadersWithoutFlags(String flags, int octets) throws Exception {
    RawClient client = ready();

    client.send(header(60, 0, "0000000000000000", flags));

    client.expectClose(501, "FRAME_ERROR - content header of " + octets + " octets");
  }

  @Test
  void passesOverFlagsThatItDoesNotKnow() throws Exception {
    RawClient client = ready();

    client.send(header(60, 0, "0000000000000000", "0002"));

    client.ask(1, new BasicQos(0, 1, false), BasicQosOk.class);
  }

  @Test
  void takesPropertiesThatAreNotUtf8() throws Exception {
    RawClient client = ready();

    client.send(header(60, 0, "0000000000000000", "8000 03 c3c3c3"));

    client.ask(1, new BasicQos(0, 1, false), BasicQosOk.class);
  }

  @Test
  void refusesBodiesOverTheLimitOnceTheyAreThere() throws Exception {
    RawClient client = ready();
    byte[] part = new byte[131_064];
    client.send(publish().header(1, 16_777_217));
    for (int sent = 0; sent < 16_777_217; sent += part.length) {
      int size = Math.min(part.length, 16_777_217 - sent);
      client.send(Frames.of().body(1, size == part.length ? part : new byte[size]));
    }

    client.expectChannelClose(
        1,
        406,
        "PRECONDITION_FAILED - message size 16777217 is larger than configured max size 16777216");

    client.channel(2);
  }

  @Test
  void holdsNoMemoryForBodiesThatAreOnlyAnnounced() throws Exception {
    long before = Memory.heap();
    RawClient client = client().open();
    Frames frames = Frames.of();
    for (int channel = 1; channel <= 2047; channel++) {
      frames
          .method(channel, new ChannelOpen())
          .method(channel, new BasicPublish("", "nowhere", false, false))
          .header(channel, 16_000_000);
    }

    client.send(frames);
    for (int channel = 1; channel <= 2047; channel++) {
      client.next();
    }
    client.send(Frames.of().frame(Frames.HEARTBEAT, 0, ""));
    canary().checkSinging();

    if (isOurs()) {
      assertThat(Memory.heap() - before).isLessThan(Memory.mb(20));
    }
  }

  @Test
  void followsContentsOfManyChannelsAtOnce() throws Exception {
    RawClient client = client().open();
    Frames frames = Frames.of();
    for (int channel = 1; channel <= 100; channel++) {
      frames
          .method(channel, new ChannelOpen())
          .method(channel, new BasicPublish("", "nowhere", true, false))
          .header(channel, 4, BasicProperties.EMPTY);
    }
    for (int part = 0; part < 4; part++) {
      for (int channel = 1; channel <= 100; channel++) {
        frames.body(channel, new byte[] {(byte) channel});
      }
    }

    client.send(frames);

    byte[] body = {};
    for (int bodies = 0; bodies < 100; ) {
      RawClient.Frame frame = client.next();
      if (frame.type() == Frames.BODY) {
        bodies++;
        byte c = (byte) frame.channel();
        assertThat(frame.payload()).isEqualTo(new byte[] {c, c, c, c});
        body = frame.payload();
      }
    }
    assertThat(body).hasSize(4);
  }
}
