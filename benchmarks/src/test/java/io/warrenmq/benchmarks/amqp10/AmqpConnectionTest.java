package io.warrenmq.benchmarks.amqp10;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.warrenmq.benchmarks.load.Arrivals;
import io.warrenmq.benchmarks.load.Connection;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import io.warrenmq.benchmarks.load.Publisher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each kind of client, with a test in the broker's place. */
class AmqpConnectionTest implements ConnectionEvents {
  private static final Login GUEST = new Login("guest", "secret", 131_072, 60_000);
  private static final Node QUEUE = new Node("/queues/q", "");
  private static final IdleClient.Shape TWO = new IdleClient.Shape(2, 1);

  private final Counters counters = new Counters();
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Connection> ready = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final List<EmbeddedChannel> channels = new ArrayList<>();

  @AfterEach
  void closeChannels() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @Test
  void logsInWithNameAndPassword() {
    EmbeddedChannel channel = connect(sender(false, 12));
    assertThat(hex(sent(channel))).isEqualTo("414d515003010000");

    saslMechanisms(channel);

    assertThat(sent(channel).toString(StandardCharsets.ISO_8859_1))
        .contains("PLAIN", "\0guest\0secret");
  }

  @Test
  void isAnonymousWithoutAName() {
    Login nobody = new Login("", "", 512, 0);
    EmbeddedChannel channel = connect(new IdleClient("c", nobody, QUEUE, TWO, counters, this));
    sent(channel);

    saslMechanisms(channel);

    assertThat(sent(channel).toString(StandardCharsets.ISO_8859_1)).contains("ANONYMOUS");
  }

  @Test
  void aLoginThatIsRefusedIsAFailure() {
    EmbeddedChannel channel = connect(sender(false, 12));

    frame(channel, Codes.SASL_FRAME, Codes.SASL_OUTCOME, outcome -> outcome.ubyte(1));

    assertThat(failures).singleElement().asString().contains("refused with code 1");
  }

  @Test
  void opensWithItsLimitsAndKeepsTheBrokers() {
    AmqpConnection client = sender(false, 12);
    EmbeddedChannel channel = connect(client);
    sent(channel);
    frame(channel, Codes.SASL_FRAME, Codes.SASL_OUTCOME, outcome -> outcome.ubyte(0));

    assertThat(frames(channel)).containsExactly("header 0", "open 131072 60000");
    brokerOpen(channel);
    assertThat(client.frameBytesMax()).isEqualTo(512);
    assertThat(client.idleTimeoutMs()).isEqualTo(30_000);
  }

  @Test
  void aMessageLargerThanAFrameIsAFailure() {
    open(sender(false, 1000));

    assertThat(failures).singleElement().asString().contains("a frame 512");
  }

  @Test
  void aSenderIsReadyWhenItsLinkIsAttached() {
    Sender sender = sender(false, 12);
    EmbeddedChannel channel = open(sender);
    assertThat(frames(channel)).containsExactly("begin 0 0 2147483647", "attach false true 0");

    attached(channel, true);

    assertThat(ready).containsExactly(sender);
  }

  @Test
  void aRefusedLinkIsAFailureWithTheBrokersWords() {
    EmbeddedChannel channel = open(sender(false, 12));

    frame(
        channel,
        Codes.AMQP_FRAME,
        Codes.ATTACH,
        attach -> attach.string("s").uint(0).bool(true).nulls(4));
    frame(
        channel,
        Codes.AMQP_FRAME,
        Codes.DETACH,
        detach -> detach.uint(0).bool(true).list(0x1d).symbol("amqp:not-found").string("q").end());

    assertThat(ready).isEmpty();
    assertThat(failures).singleElement().asString().contains("link detached: amqp:not-found q");
  }

  @Test
  void sendsNoMoreThanLinkAndSessionTake() {
    EmbeddedChannel channel = open(sender(true, 12));
    brokerBegin(channel, 0, 7, 3);
    attached(channel, true);
    frames(channel);
    publishers.get(0).start();
    assertThat(frames(channel)).isEmpty();

    flow(channel, 0, 3, 0, 10, false);
    assertThat(transfers(channel)).containsExactly("0 true", "1 true", "2 true");

    flow(channel, 3, 100, 2, 6, false);
    assertThat(transfers(channel)).hasSize(5);
  }

  @Test
  void countsTheRangesThatTheBrokerAccepts() {
    EmbeddedChannel channel = attachedSender(false);
    flow(channel, 0, 100, 0, 5, false);
    assertThat(transfers(channel)).hasSize(5);

    disposition(channel, 0, 2, Codes.ACCEPTED);

    assertThat(publishers.get(0).unacknowledged()).isEqualTo(2);
    assertThat(counters.confirms.isEmpty()).isFalse();
    assertThat(failures).isEmpty();
  }

  @Test
  void aMessageThatIsNotAcceptedIsAFailure() {
    EmbeddedChannel channel = attachedSender(false);
    flow(channel, 0, 100, 0, 5, false);

    disposition(channel, 1, 1, 0x26);

    assertThat(failures).singleElement().asString().contains("not accepted");
  }

  @Test
  void acceptingMoreThanWasSentIsAFailure() {
    EmbeddedChannel channel = attachedSender(false);

    disposition(channel, 0, 0, Codes.ACCEPTED);

    assertThat(failures).singleElement().asString().contains("more dispositions");
  }

  @Test
  void answersABrokerThatAsksForItsFlow() {
    EmbeddedChannel channel = attachedSender(true);
    flow(channel, 0, 100, 0, 2, true);

    assertThat(frames(channel).get(0))
        .isEqualTo(new Flow(0, Integer.MAX_VALUE, true, 0, 2, false).toString());
  }

  @Test
  void aReceiverGivesCreditAnewWhenHalfIsUsedUp() {
    EmbeddedChannel channel = attachedReceiver(true, 1);
    assertThat(frames(channel)).containsExactly(credit(7, 0, 4));

    deliver(channel, 1, true);
    assertThat(frames(channel)).isEmpty();
    deliver(channel, 1, true);

    assertThat(frames(channel)).containsExactly(credit(9, 2, 4));
    assertThat(counters.received).isEqualTo(2);
  }

  @Test
  void aReceiverAcceptsWhatIsNotSettledInRanges() {
    EmbeddedChannel channel = attachedReceiver(false, 3);
    frames(channel);

    deliver(channel, 1, false);
    assertThat(frames(channel)).isEmpty();
    deliver(channel, 2, false);

    assertThat(frames(channel)).containsExactly("disposition 0 2 true true", credit(10, 3, 4));
  }

  @Test
  void aMessageOfSomebodyElseIsAFailure() {
    EmbeddedChannel channel = attachedReceiver(true, 1);

    frame(channel, Codes.AMQP_FRAME, Codes.TRANSFER, transfer -> transfer.uint(0));

    assertThat(failures).singleElement().asString().contains("nobody here has published");
  }

  @Test
  void anIdleClientIsReadyWhenBothItsLinksAre() {
    IdleClient client = new IdleClient("c", GUEST, QUEUE, TWO, counters, this);
    EmbeddedChannel channel = open(client);
    assertThat(frames(channel)).hasSize(2);

    brokerBegin(channel, 1, -4, 100);
    assertThat(frames(channel)).containsExactly("attach true true 0", credit(-4, 0, 10));
    brokerBegin(channel, 0, 5, 100);
    assertThat(frames(channel)).containsExactly("attach false true 0");
    attached(channel, true);
    assertThat(ready).isEmpty();
    attached(channel, false);

    assertThat(ready).containsExactly(client);
  }

  @Test
  void anIdleClientMayHaveSessionsWithoutLinksOrNoSessions() {
    IdleClient.Shape sessions = new IdleClient.Shape(2, 0);
    IdleClient first = new IdleClient("c", GUEST, QUEUE, sessions, counters, this);
    EmbeddedChannel channel = open(first);
    brokerBegin(channel, 0, 5, 100);
    assertThat(ready).isEmpty();
    brokerBegin(channel, 1, 5, 100);
    assertThat(ready).containsExactly(first);

    IdleClient.Shape nothing = new IdleClient.Shape(0, 1);
    IdleClient second = new IdleClient("c", GUEST, QUEUE, nothing, counters, this);
    open(second);

    assertThat(ready).containsExactly(first, second);
  }

  @Test
  void keepsAConnectionAliveWithEmptyFrames() {
    IdleClient client = new IdleClient("c", GUEST, QUEUE, TWO, counters, this);
    EmbeddedChannel channel = open(client);
    frames(channel);

    client.ping();
    channel.writeInbound(Unpooled.buffer().writeLong(0x0000000802000000L));

    assertThat(frames(channel)).containsExactly("heartbeat");
    assertThat(counters.pings).isEqualTo(1);
    assertThat(counters.pongs).isEqualTo(1);
  }

  @Test
  void declaresOneAfterTheOther() {
    ManagementClient client = management("q", "r");
    EmbeddedChannel channel = attachedManagement(client);

    assertThat(requests(channel)).singleElement().asString().contains("/queues/q", "PUT");
    answer(channel, "201");
    assertThat(ready).isEmpty();
    assertThat(requests(channel)).singleElement().asString().contains("/queues/r", "PUT");
    answer(channel, "200");

    assertThat(ready).containsExactly(client);
    assertThat(requests(channel)).isEmpty();
  }

  @Test
  void aDeclarationThatIsRefusedIsAFailure() {
    EmbeddedChannel channel = attachedManagement(management("q"));

    answer(channel, "409");

    assertThat(failures).singleElement().asString().contains("PUT /queues/q: 409 no");
    assertThat(ready).isEmpty();
  }

  private Sender sender(boolean settled, int payloadBytes) {
    TransferTemplate template = new TransferTemplate(payloadBytes, true, settled);
    Sender sender = new Sender("s", GUEST, QUEUE, settled, template, counters, this);
    Publisher.Limits limits = new Publisher.Limits(0, 0);
    Publisher publisher = new Publisher(publishers.size(), 1, !settled, limits, counters, sender);
    sender.serve(publisher);
    publishers.add(publisher);
    return sender;
  }

  private EmbeddedChannel attachedSender(boolean settled) {
    EmbeddedChannel channel = open(sender(settled, 12));
    brokerBegin(channel, 0, 7, 100);
    attached(channel, true);
    frames(channel);
    publishers.get(0).start();
    return channel;
  }

  private EmbeddedChannel attachedReceiver(boolean settled, int accept) {
    sender(settled, 12);
    Arrivals arrivals = new Arrivals(publishers, new Arrivals.Expected(0, 1), true, counters);
    Receiver.Settings settings = new Receiver.Settings(settled, 4, accept);
    EmbeddedChannel channel =
        open(new Receiver("r", GUEST, QUEUE, settings, arrivals, counters, this));
    frames(channel);
    brokerBegin(channel, 0, 7, 100);
    attached(channel, false);
    return channel;
  }

  private ManagementClient management(String... queues) {
    List<ManagementClient.Request> requests = new ArrayList<>();
    for (String queue : queues) {
      requests.add(ManagementClient.Request.queue(queue, "classic"));
    }
    return new ManagementClient("m", GUEST, requests, counters, this);
  }

  private EmbeddedChannel attachedManagement(ManagementClient client) {
    EmbeddedChannel channel = open(client);
    brokerBegin(channel, 0, 7, 100);
    attached(channel, true);
    attached(channel, false);
    sent(channel).release();
    flow(channel, 0, 100, 0, 8, false);
    return channel;
  }

  private EmbeddedChannel connect(Connection connection) {
    EmbeddedChannel channel = new EmbeddedChannel(connection);
    channels.add(channel);
    return channel;
  }

  /** Connects and has the broker do so. */
  private EmbeddedChannel open(Connection connection) {
    EmbeddedChannel channel = connect(connection);
    saslMechanisms(channel);
    frame(channel, Codes.SASL_FRAME, Codes.SASL_OUTCOME, outcome -> outcome.ubyte(0));
    sent(channel).release();
    brokerOpen(channel);
    return channel;
  }

  private static void saslMechanisms(EmbeddedChannel channel) {
    ByteBuf header = Unpooled.buffer();
    FrameWriter.protocolHeader(header, Codes.SASL_PROTOCOL);
    channel.writeInbound(header);
    frame(channel, Codes.SASL_FRAME, Codes.SASL_MECHANISMS, list -> list.symbol("PLAIN"));
  }

  private static void brokerOpen(EmbeddedChannel channel) {
    ByteBuf header = Unpooled.buffer();
    FrameWriter.protocolHeader(header, Codes.AMQP_PROTOCOL);
    channel.writeInbound(header);
    frame(
        channel,
        Codes.AMQP_FRAME,
        Codes.OPEN,
        open -> open.string("b").nulls(1).uint(512).ushort(1).uint(30_000));
  }

  /** The broker's end of our session {@code number}. */
  private static void brokerBegin(
      EmbeddedChannel channel, int number, int nextOutgoingId, int incomingWindow) {
    frame(
        channel,
        Codes.AMQP_FRAME,
        Codes.BEGIN,
        begin -> begin.ushort(number).uint(nextOutgoingId).uint(incomingWindow).uint(9));
  }

  /** The broker's end of a link, which receives or sends. */
  private static void attached(EmbeddedChannel channel, boolean isReceiver) {
    frame(
        channel,
        Codes.AMQP_FRAME,
        Codes.ATTACH,
        attach -> {
          attach.string("l").uint(0).bool(isReceiver).nulls(2);
          attach.list(Codes.SOURCE).end().list(Codes.TARGET).end();
        });
  }

  private static void flow(
      EmbeddedChannel channel, int nextId, int window, int count, int credit, boolean echo) {
    frame(
        channel,
        Codes.AMQP_FRAME,
        Codes.FLOW,
        flow ->
            flow.uint(nextId)
                .uint(window)
                .uint(0)
                .uint(0)
                .uint(0)
                .uint(count)
                .uint(credit)
                .nulls(2)
                .bool(echo));
  }

  private static void disposition(EmbeddedChannel channel, int first, int last, int state) {
    frame(
        channel,
        Codes.AMQP_FRAME,
        Codes.DISPOSITION,
        list -> list.bool(true).uint(first).uint(last).bool(true).list(state).end());
  }

  /** The next messages of the publisher, in one read. */
  private void deliver(EmbeddedChannel channel, int messages, boolean settled) {
    ByteBuf out = Unpooled.buffer();
    for (int count = 0; count < messages; count++) {
      int sequence = (int) counters.received + count;
      new TransferTemplate(12, false, settled).write(out, sequence, 0, 0, sequence);
    }
    channel.writeInbound(out);
  }

  private static void answer(EmbeddedChannel channel, String status) {
    ByteBuf out = Unpooled.buffer();
    FrameWriter transfer = new FrameWriter(out).frame(Codes.AMQP_FRAME, 0, Codes.TRANSFER);
    transfer.uint(1).uint(0).binary(new byte[1]).uint(0).bool(true).end();
    transfer.list(Codes.PROPERTIES).nulls(3).string(status).end();
    transfer.described(Codes.AMQP_VALUE).string("no").endFrame();
    channel.writeInbound(out);
  }

  private static void frame(
      EmbeddedChannel channel, int type, int performative, Consumer<FrameWriter> fields) {
    ByteBuf out = Unpooled.buffer();
    FrameWriter writer = new FrameWriter(out).frame(type, 0, performative);
    fields.accept(writer);
    writer.end().endFrame();
    channel.writeInbound(out);
  }

  private static String credit(int nextIncomingId, int deliveryCount, int credit) {
    return new Flow(nextIncomingId, Integer.MAX_VALUE, true, deliveryCount, credit, false)
        .toString();
  }

  private static ByteBuf sent(EmbeddedChannel channel) {
    channel.runPendingTasks();
    ByteBuf all = Unpooled.buffer();
    ByteBuf part;
    while ((part = channel.readOutbound()) != null) {
      all.writeBytes(part);
      part.release();
    }
    return all;
  }

  private static String hex(ByteBuf bytes) {
    return ByteBufUtil.hexDump(bytes);
  }

  private static List<String> frames(EmbeddedChannel channel) {
    RecordingSink sink = new RecordingSink();
    new FrameDecoder(sink).decode(sent(channel));
    return sink.frames;
  }

  /** Ids of the messages sent, and whether they are settled. */
  private static List<String> transfers(EmbeddedChannel channel) {
    return frames(channel).stream()
        .filter(frame -> frame.startsWith("transfer"))
        .map(frame -> frame.split(" ")[1] + " " + frame.split(" ")[2])
        .toList();
  }

  /** The messages sent, as text. */
  private static List<String> requests(EmbeddedChannel channel) {
    return frames(channel).stream()
        .filter(frame -> frame.startsWith("transfer"))
        .map(frame -> frame.split(" ")[3])
        .map(message -> new String(ByteBufUtil.decodeHexDump(message), StandardCharsets.ISO_8859_1))
        .toList();
  }

  @Override
  public void onReady(Connection connection) {
    ready.add(connection);
  }

  @Override
  public void onFailure(Throwable cause) {
    failures.add(cause);
  }
}
