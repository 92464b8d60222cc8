package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicMethod.BasicPublish;
import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicQosOk;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are no frames, and frames where none may be, on an open connection. */
class FramesIT extends HostileTest {
  private static final String EIGHT = "<<0,0,0,0,0,0,0,0>>";

  static Stream<Arguments> frames() {
    return Stream.of(
        Arguments.of(
            Frames.of().lying(1, 1, 131_073, new byte[8], 0xCE),
            501,
            "FRAME_ERROR - type 1, all octets = <<>>: {frame_too_large,131073,131064}"),
        Arguments.of(
            Frames.of().lying(3, 1, 0xffff_ffffL, new byte[8], 0xCE),
            501,
            "FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,4294967295,131064}"),
        Arguments.of(
            Frames.of().lying(8, 0, 0x8000_0000L, new byte[0], 0xCE),
            501,
            "FRAME_ERROR - type 8, all octets = <<>>: {frame_too_large,2147483648,131064}"),
        Arguments.of(
            Frames.of().lying(1, 1, 8, new byte[8], 0xCD),
            501,
            "FRAME_ERROR - type 1, all octets = " + EIGHT + ": {invalid_frame_end_marker,205}"),
        Arguments.of(
            Frames.of().lying(1, 1, 3, new byte[8], 0),
            501,
            "FRAME_ERROR - type 1, all octets = <<0,0,0>>: {invalid_frame_end_marker,0}"),
        Arguments.of(
            Frames.of().frame(9, 1, new byte[8]),
            501,
            "FRAME_ERROR - type 9, all octets = " + EIGHT + ": unknown_frame"),
        Arguments.of(
            Frames.of().frame(0, 1, new byte[0]),
            501,
            "FRAME_ERROR - type 0, all octets = <<>>: unknown_frame"),
        Arguments.of(
            Frames.of().frame(255, 65535, new byte[0]),
            501,
            "FRAME_ERROR - type 255, all octets = <<>>: unknown_frame"),
        Arguments.of(
            Frames.of().frame(Frames.METHOD, 1, "0001"),
            501,
            "FRAME_ERROR - type 1, all octets = <<0,1>>: unknown_frame"),
        Arguments.of(
            Frames.of().frame(Frames.HEADER, 1, "003c0000"),
            501,
            "FRAME_ERROR - type 2, all octets = <<0,60,0,0>>: unknown_frame"),
        Arguments.of(
            Frames.of().frame(Frames.HEARTBEAT, 1, ""),
            505,
            "UNEXPECTED_FRAME - type 8, all octets = <<>>"),
        Arguments.of(
            Frames.of().frame(Frames.HEARTBEAT, 0, "00"),
            501,
            "FRAME_ERROR - type 8, all octets = <<0>>: unknown_frame"),
        Arguments.of(
            Frames.of().header(0, 4),
            505,
            "UNEXPECTED_FRAME - type 2, all octets = <<0,60,0,0,0,0,0,0,0,0,0,4,0,0>>"),
        Arguments.of(
            Frames.of().body(0, new byte[8]),
            505,
            "UNEXPECTED_FRAME - type 3, all octets = " + EIGHT),
        Arguments.of(
            Frames.of().header(1, 4),
            505,
            "UNEXPECTED_FRAME - expected method frame, got non method frame instead"),
        Arguments.of(
            Frames.of().body(1, new byte[8]),
            505,
            "UNEXPECTED_FRAME - expected method frame, got non method frame instead"),
        Arguments.of(
            Frames.of().method(0, new ChannelOpen()),
            504,
            "CHANNEL_ERROR - unexpected method in connection state running"),
        Arguments.of(
            Frames.of().method(1, new ChannelOpen()),
            504,
            "CHANNEL_ERROR - second 'channel.open' seen"),
        Arguments.of(
            Frames.of().method(2, new BasicQos(0, 1, false)),
            504,
            "CHANNEL_ERROR - expected 'channel.open'"),
        Arguments.of(
            Frames.of().header(2, 4),
            505,
            "UNEXPECTED_FRAME - expected method frame, got non method frame instead"));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void closesTheConnection(Frames frames, int code, String text) throws Exception {
    RawClient client = ready();

    client.send(frames);

    assertThat(client.closeText()).isEqualTo(code + " " + text);
  }

  /**
   * As RabbitMQ: nobody knows where the next frame would begin, so it does not look for close-ok.
   */
  @Test
  void closesTheSocketAWhileAfterBytesThatAreNoFrame() throws Exception {
    RawClient client = ready();

    client.send(Frames.of().frame(9, 1, ""));

    client.expectClose(501, "FRAME_ERROR - type 9, all octets = <<>>: unknown_frame");
  }

  /** RabbitMQ waits for the content first. */
  @Test
  void refusesAPublishOnAChannelThatIsNotOpen() throws Exception {
    RawClient client = ready();

    client.send(Frames.of().method(2, new BasicPublish("", "q", false, false)));

    client.expectClose(504, "CHANNEL_ERROR - expected 'channel.open'");
  }

  @Test
  void takesFramesAsLargeAsAgreed() throws Exception {
    RawClient client = ready();
    Frames frames =
        Frames.of()
            .method(1, new BasicPublish("", "nowhere", false, false))
            .header(1, 131_064)
            .body(1, new byte[131_064]);

    client.send(frames).ask(1, new BasicQos(0, 1, false), BasicQosOk.class);
  }

  @Test
  void takesHeartbeatsAtAnyRate() throws Exception {
    RawClient client = ready();
    Frames frames = Frames.of();
    for (int i = 0; i < 100_000; i++) {
      frames.raw("08 0000 00000000 ce");
    }

    client.send(frames).ask(1, new BasicQos(0, 1, false), BasicQosOk.class);
  }

  @Test
  void takesFramesInAnyPieces() throws Exception {
    RawClient client = ready();
    byte[] bytes =
        Frames.of()
            .publish(1, "", "nowhere", "some body")
            .method(1, new BasicQos(0, 1, false))
            .bytes();

    for (byte b : bytes) {
      client.send(new byte[] {b});
    }

    client.expect(BasicQosOk.class);
  }
}
