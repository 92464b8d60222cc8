package io.warrenmq.stomp.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.message.Message;
import io.warrenmq.stomp.codec.Frames;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.codec.StompVersion;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedSendTest {
  private static String lines(Message message) {
    return new String(
        message.bytes(), SendHeader.LINES_AT, message.headerLength() - SendHeader.LINES_AT, UTF_8);
  }

  @Test
  void keepsTheHeadersThatAreNotTheFramesOwn() {
    Message message =
        Sends.message(
            StompVersion.V1_2,
            "destination:/queue/q\nb:1\nreceipt:r\na:2\ntransaction:t\ncontent-length:3\n"
                + "content-type:text/plain\nsubscription:s\nack:a\nredelivered:true\nid:own\n",
            "a^b");

    assertThat(lines(message)).isEqualTo("b:1\na:2\ncontent-type:text/plain\nid:own\n");
    assertThat(Arrays.copyOfRange(message.bytes(), message.headerLength(), message.bytes().length))
        .isEqualTo(new byte[] {'a', 0, 'b'});
    assertThat(message.format()).isSameAs(Sends.FORMAT);
    assertThat(message.exchange()).isEqualTo("x");
    assertThat(message.routingKey()).isEqualTo("a.b");
    assertThat(message.receivedMs()).isEqualTo(1000);
  }

  @Test
  void ofRepeatedHeadersKeepsTheFirst() {
    assertThat(lines(Sends.message("a:1\ntype:x\nb:2\na:3\ntype:y\n")))
        .isEqualTo("a:1\ntype:x\nb:2\n");
    String many = IntStream.range(0, 15).mapToObj(i -> i + ":1\n").collect(Collectors.joining());
    assertThat(lines(Sends.message(many))).isEqualTo(many);
  }

  @Test
  void ofVeryManyHeadersKeepsTheFirstToo() {
    StringBuilder text = new StringBuilder("SEND\n");
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      text.append(i % 10).append(":").append(i).append('\n');
    }
    for (int i = 0; i < 10; i++) {
      text.append("n").append(i).append(":\n");
      expected.append("n").append(i).append(":\n");
    }
    io.warrenmq.stomp.codec.FrameDecoder decoder =
        new io.warrenmq.stomp.codec.FrameDecoder(
            io.warrenmq.stomp.codec.FrameLimits.ofFrame(10_000));
    StompFrame frame = decoder.decode(Frames.bytes(text + "\n^"));
    assertThat(frame).isNotNull();

    Message message = new PublishedSend(Sends.FORMAT).toMessage(frame, 1, "", "q", null);

    assertThat(lines(message))
        .isEqualTo("0:0\n1:1\n2:2\n3:3\n4:4\n5:5\n6:6\n7:7\n8:8\n9:9\n" + expected);
  }

  @Test
  void keepsLinesInTheFormOfTheNewestVersion() {
    assertThat(lines(Sends.message("a\\cb:c:d\\n\\r\r\n"))).isEqualTo("a\\cb:c\\cd\\n\\r\n");
    assertThat(lines(Sends.message(StompVersion.V1_0, "a\\n: c:\\d\n", "")))
        .isEqualTo("a\\\\n:c\\c\\\\d\n");
  }

  @Test
  void readsWhatTheBrokerMustKnow() {
    Message plain = Sends.message("persistent:false\n");
    assertThat(plain.isDurable()).isFalse();
    assertThat(plain.priority()).isEqualTo(Message.NO_PRIORITY);
    assertThat(plain.ttlMs()).isEqualTo(Message.NO_TTL);

    Message message = Sends.message("persistent:true\npriority:7\nexpiration:60000\n");
    assertThat(message.isDurable()).isTrue();
    assertThat(message.priority()).isEqualTo(7);
    assertThat(message.ttlMs()).isEqualTo(60_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "priority:256",
        "priority:-1",
        "priority:high",
        "priority:",
        "expiration:-1",
        "expiration:1.5",
        "expiration:4294967296",
        "timestamp:yesterday",
        "timestamp:99999999999999999999",
        "message-id:1",
      })
  void refusesWhatIsNotAcceptable(String header) {
    StompFault fault = catchThrowableOfType(StompFault.class, () -> Sends.message(header + "\n"));

    assertThat(fault.summary()).isEqualTo("Invalid header");
    assertThat(fault.detail()).contains("'" + header.substring(0, header.indexOf(':')) + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "/queue/q, /queue/q",
    "/topic/a.b, /topic/a.b",
    "q, /reply-queue/q",
    "a:b, /reply-queue/a\\cb",
    "'', ''",
  })
  void theReplyToIsOneThatConsumersCanSendTo(String given, String kept) {
    assertThat(lines(Sends.message("reply-to:" + given + "\n")).replace("reply-to:", ""))
        .isEqualTo(kept + "\n");
  }

  @Test
  void aReplyToWithACarriageReturnIsNotForClientsThatHaveNoEscapeForIt() {
    Message message = Sends.message("reply-to:a\\rb\n");

    assertThat(Sends.seen(message)).containsExactly("reply-to=/reply-queue/a\rb");
    assertThat(Sends.seen(StompVersion.V1_1, message, 0)).isEmpty();
  }

  @Test
  void aQueueStandsForATemporaryDestination() {
    StompFrame frame =
        Frames.frame(StompVersion.V1_2, "SEND\nreply-to:/temp-queue/t\na:1\nreply-to:r\n\n^");

    Message message = new PublishedSend(Sends.FORMAT).toMessage(frame, 1, "", "q", "amq.gen:1");

    assertThat(lines(message)).isEqualTo("a:1\nreply-to:/reply-queue/amq.gen\\c1\n");
    assertThat(Sends.seen(message)).containsExactly("a=1", "reply-to=/reply-queue/amq.gen:1");
    assertThat(Sends.seen(StompVersion.V1_0, message, 0))
        .containsExactly("a=1", "reply-to=/reply-queue/amq.gen:1");
  }

  @Test
  void nobodyPretendsToBeSomebodyElse() {
    StompFrame frame = Frames.frame(StompVersion.V1_2, "SEND\nuser-id:alice\n\n^");

    StompFault fault =
        catchThrowableOfType(
            StompFault.class,
            () -> PublishedSend.checkUserId(frame, new Principal("bob", Set.of())));
    assertThat(fault.summary()).isEqualTo("precondition_failed");
    assertThat(fault.detail())
        .contains("user_id property set to 'alice' but authenticated user was 'bob'");
    assertThatCode(() -> PublishedSend.checkUserId(frame, new Principal("alice", Set.of())))
        .doesNotThrowAnyException();
  }
}
