package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private final Frames.Sent sent = new Frames.Sent();
  private final FrameWriter writer = new FrameWriter(sent, true);

  private static FrameWriter.Content content(String headers, String body) {
    FrameWriter.Content content = new FrameWriter.Content();
    content.destination = "/queue/q".getBytes(UTF_8);
    content.headers = ("__" + headers + "_").getBytes(UTF_8);
    content.headersFrom = 2;
    content.headersTo = content.headers.length - 1;
    content.body = ("___" + body).getBytes(UTF_8);
    content.bodyFrom = 3;
    return content;
  }

  private static MessageHead head(StompVersion version, boolean acks) {
    return MessageHead.of(version, "a:b", "T_a:b@@session@@", acks);
  }

  @Test
  void aMessageHasWhatItsSubscriptionNeeds() {
    writer.message(head(StompVersion.V1_2, true), 107, false, content("a:1\nb:2\n", "1234567890"));

    assertThat(sent.text())
        .isEqualTo(
            """
            MESSAGE
            subscription:a\\cb
            message-id:T_a\\cb@@session@@107
            ack:T_a\\cb@@session@@107
            destination:/queue/q
            redelivered:false
            a:1
            b:2
            content-length:10

            1234567890^
            """);
  }

  @Test
  void olderVersionsAndSubscriptionsWithoutAcknowledgementsHaveNoAckHeader() {
    writer.message(head(StompVersion.V1_1, true), 0, true, content("", ""));
    writer.message(head(StompVersion.V1_2, false), 1, true, content("", ""));

    assertThat(sent.text())
        .isEqualTo(
            """
            MESSAGE
            subscription:a\\cb
            message-id:T_a\\cb@@session@@0
            destination:/queue/q
            redelivered:true

            ^
            MESSAGE
            subscription:a\\cb
            message-id:T_a\\cb@@session@@1
            destination:/queue/q
            redelivered:true

            ^
            """);
  }

  @Test
  void theFirstVersionEscapesNothing() {
    writer.message(
        MessageHead.of(StompVersion.V1_0, null, "Q_/a:b@@s@@", true), 9, false, content("", "b"));

    assertThat(sent.text())
        .isEqualTo(
            """
            MESSAGE
            message-id:Q_/a:b@@s@@9
            destination:/queue/q
            redelivered:false
            content-length:1

            b^
            """);
  }

  @Test
  void noLineFeedFollowsWhereNoneIsWanted() {
    FrameWriter other = new FrameWriter(sent, false);

    other.receipt("r\\c1".getBytes(UTF_8));
    other.heartBeat();

    assertThat(sent.text()).isEqualTo("RECEIPT\nreceipt-id:r\\c1\n\n^\n");
  }

  @Test
  void connectedTellsTheVersion() {
    writer.version(StompVersion.V1_1);

    writer.connected("session-1", "0,1000", "WarrenMQ/1");
    writer.connected("session-2", "0,0", null);

    assertThat(sent.text())
        .isEqualTo(
            """
            CONNECTED
            server:WarrenMQ/1
            session:session-1
            heart-beat:0,1000
            version:1.1

            ^
            CONNECTED
            session:session-2
            heart-beat:0,0
            version:1.1

            ^
            """);
  }

  @Test
  void anErrorTellsWhatIsWrongAndOfWhichFrame() {
    writer.error(new StompFault("a: b", "detail\n"), "r\\c".getBytes(UTF_8));
    writer.version(StompVersion.V1_0);
    writer.error(new StompFault("a: b", "ключ"), null);

    assertThat(sent.text())
        .isEqualTo(
            """
            ERROR
            message:a\\c b
            content-type:text/plain
            version:1.0,1.1,1.2
            receipt-id:r\\c
            content-length:7

            detail
            ^
            ERROR
            message:a: b
            content-type:text/plain
            version:1.0,1.1,1.2
            content-length:8

            ключ^
            """);
  }

  @Test
  void aLongFaultIsCut() {
    assertThat(new StompFault("s", "x".repeat(2_000)).detail()).hasSize(1_003).endsWith("x...");
  }
}
