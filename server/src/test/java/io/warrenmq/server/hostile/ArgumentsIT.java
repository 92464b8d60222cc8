package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicMethod.BasicAck;
import io.warrenmq.amqp091.method.BasicMethod.BasicCancel;
import io.warrenmq.amqp091.method.BasicMethod.BasicCancelOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsume;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsumeOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicQosOk;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelFlowOk;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpenOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionBlocked;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStart;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTuneOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclareOk;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that do not exist or are not the client's to send, and arguments that lie. */
class ArgumentsIT extends HostileTest {
  /** Arguments that do not fit their method; RabbitMQ says the same. */
  static Stream<Arguments> arguments() {
    return Stream.of(
        Arguments.of(60, 10, "", "<<>>"),
        Arguments.of(60, 10, "00000000 0001", "<<0,0,0,0,0,1>>"),
        Arguments.of(60, 10, "00000000 0001 00 ff", "<<0,0,0,0,0,1,0,255>>"),
        Arguments.of(60, 80, "00", "<<0>>"),
        Arguments.of(60, 40, "0000 05 61", "<<0,0,5,97>>"),
        Arguments.of(60, 40, "0000 00 ff 61", "<<0,0,0,255,97>>"),
        Arguments.of(50, 10, "0000 ff 61", "<<0,0,255,97>>"),
        Arguments.of(50, 10, "0000 01 61 00 7fffffff", "<<0,0,1,97,0,127,255,255,255>>"),
        Arguments.of(50, 10, "0000 01 61 00 ffffffff", "<<0,0,1,97,0,255,255,255,255>>"),
        Arguments.of(50, 10, "0000 01 61 00 00000000 00", "<<0,0,1,97,0,0,0,0,0,0>>"));
  }

  @ParameterizedTest
  @MethodSource("arguments")
  void closesTheConnectionForArgumentsThatDoNotFit(
      int classId, int methodId, String arguments, String printed) throws Exception {
    RawClient client = ready();

    client.send(Frames.of().method(1, classId, methodId, arguments));

    client.expectClose(501, "FRAME_ERROR - cannot decode " + printed);
  }

  /** RabbitMQ cuts the connection without a word. */
  @ParameterizedTest
  @CsvSource({
    "00000003 0161 5a, unknown value type 90 in a field table",
    "00000003 ff6162, a length in a field table exceeds what encloses it",
    "00000002 0161, a length in a field table exceeds what encloses it",
    "00000007 0161 53 000000ff, a length in a field table exceeds what encloses it",
    "00000007 0161 53 ffffffff, a length in a field table exceeds what encloses it",
    "00000007 0161 41 00000001, a length in a field table exceeds what encloses it",
    "00000008 0161 41 00000001 5a, unknown value type 90 in a field table",
    "00000007 0161 46 7fffffff, a length in a field table exceeds what encloses it",
    "00000004 0161 6c 00, a length in a field table exceeds what encloses it",
  })
  void closesTheConnectionForTablesThatLie(String table, String text) throws Exception {
    RawClient client = ready();

    client.send(Frames.of().method(1, 50, 10, "0000 00 04 " + table));

    client.expectClose(502, "SYNTAX_ERROR - " + text);
  }

  /** RabbitMQ cuts the connection without a word. */
  @ParameterizedTest
  @CsvSource({"0, 0", "60, 0", "60, 999", "65535, 65535", "40, 12", "10, 9"})
  void closesTheConnectionForMethodsThatNobodyKnows(int classId, int methodId) throws Exception {
    for (int channel = 0; channel < 2; channel++) {
      RawClient client = ready();

      client.send(Frames.of().method(channel, classId, methodId, "00"));

      client.expectClose(
          540, "NOT_IMPLEMENTED - unknown method: class " + classId + ", method " + methodId);
    }
  }

  static Stream<Frames> methodsOfTheBroker() {
    return Stream.of(
        Frames.of().method(1, new ChannelOpenOk()),
        Frames.of().method(1, new QueueDeclareOk("q", 0, 0)),
        Frames.of().method(1, new BasicConsumeOk("c")),
        Frames.of().method(1, new BasicQosOk()),
        Frames.of().method(1, new ConnectionTuneOk(1, 1, 1)),
        Frames.of().method(1, new ConnectionBlocked("x")),
        Frames.of()
            .method(
                1,
                new ConnectionStart(0, 9, FieldTable.EMPTY, LongString.of(""), LongString.of(""))));
  }

  @ParameterizedTest
  @MethodSource("methodsOfTheBroker")
  void closesTheConnectionForMethodsOfTheBroker(Frames frames) throws Exception {
    RawClient client = ready();

    client.send(frames);

    client.expectClose(503, "COMMAND_INVALID - unimplemented method");
  }

  @Test
  void refusesAFlowOkThatNobodyHasAskedFor() throws Exception {
    RawClient client = ready().send(Frames.of().method(1, new ChannelFlowOk(true)));

    assertThat(client.closeText()).startsWith("503 COMMAND_INVALID");
  }

  @ParameterizedTest
  @CsvSource({"c3", "ff", "c080", "eda080", "f4908080", "61e282"})
  void closesTheConnectionForNamesThatAreNotUtf8(String octets) throws Exception {
    RawClient client = ready();
    String name = "%02x%s".formatted(octets.length() / 2, octets);

    client.send(Frames.of().method(1, 50, 10, "0000 " + name + " 04 00000000"));

    client.expectClose(501, "FRAME_ERROR - Malformed UTF-8 in shortstr");
  }

  @Test
  void takesNamesAndTagsAsLongAsTheyMayBe() throws Exception {
    RawClient client = ready();
    String longest = "ü".repeat(127) + "x";

    client.ask(
        1,
        new QueueDeclare(longest, false, false, true, false, false, FieldTable.EMPTY),
        QueueDeclareOk.class);
    BasicConsumeOk ok =
        client.ask(
            1,
            new BasicConsume(longest, longest, false, false, false, false, FieldTable.EMPTY),
            BasicConsumeOk.class);

    assertThat(ok.consumerTag()).isEqualTo(longest);
    assertThat(client.ask(1, new BasicCancel(longest, false), BasicCancelOk.class).consumerTag())
        .isEqualTo(longest);
  }

  @Test
  void cutsItsTextsToWhatFits() throws Exception {
    RawClient client = ready();
    String longest = "q".repeat(255);

    client.send(
        Frames.of()
            .method(
                1, new QueueDeclare(longest, true, false, false, false, false, FieldTable.EMPTY)));

    client.expectChannelClose(1, 404, "NOT_FOUND - no queue '" + "q".repeat(230) + "...");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "-1, 18446744073709551615"})
  void closesTheChannelForTagsThatItNeverGave(long tag, String printed) throws Exception {
    RawClient client = ready();

    client.send(Frames.of().method(1, new BasicAck(tag, false)));

    client.expectChannelClose(
        1, 406, "PRECONDITION_FAILED - unknown delivery tag " + (tag == 0 ? "0" : printed));
    client.channel(1).ask(1, new BasicQos(0, 1, false), BasicQosOk.class);
  }

  @ParameterizedTest
  @CsvSource({
    "x-message-ttl, -1", "x-message-ttl, 9223372036854775807", "x-expires, 0",
    "x-expires, 9223372036854775807", "x-max-length, -1", "x-max-length-bytes, -9",
    "x-max-priority, -1", "x-max-priority, 256",
  })
  void closesTheChannelForQueueArgumentsOutOfRange(String name, long value) throws Exception {
    RawClient client = ready();
    FieldTable arguments = FieldTable.builder().put(name, value).build();

    client.send(
        Frames.of()
            .method(1, new QueueDeclare("odd", false, false, true, false, false, arguments)));

    assertThat(client.nextMethod().toString()).contains("replyCode=406");
  }
}
