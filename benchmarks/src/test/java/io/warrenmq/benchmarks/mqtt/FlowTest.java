package io.warrenmq.benchmarks.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A publisher and its subscriber, with a test in the broker's place. */
class FlowTest implements ConnectionEvents {
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
  void isReadyWhenConnectedAndSubscribed() {
    Subscriber subscriber = subscriber(0, true);
    EmbeddedChannel channel = open(subscriber);
    channel.writeInbound(bytes(0x20, 2, 0, 0));
    assertThat(ready).isEmpty();

    channel.writeInbound(bytes(0x90, 3, 0, 1, 0));

    assertThat(ready).containsExactly(subscriber);
    assertThat(sent(channel)).startsWith(new byte[] {0x10}).endsWith(new byte[] {1, 't', 0});
  }

  @Test
  void aRefusedConnectionOrSubscriptionIsAFailure() {
    open(subscriber(0, true)).writeInbound(bytes(0x20, 2, 0, 5));
    EmbeddedChannel second = open(subscriber(0, true));
    second.writeInbound(bytes(0x20, 2, 0, 0), bytes(0x90, 3, 0, 1, 0x80));

    assertThat(failures).hasSize(2);
    assertThat(failures.get(0)).hasMessageContaining("return code 5");
    assertThat(ready).isEmpty();
  }

  @Test
  void aClosedSocketIsAFailureUnlessItWasOurs() {
    open(subscriber(0, true)).close();
    Subscriber ours = subscriber(0, true);
    open(ours);
    ours.close();

    assertThat(failures).singleElement().asString().contains("closed by the broker");
  }

  @Test
  void publishesNoFurtherAheadThanAllowed() {
    Publisher publisher = publisher(0, new Publisher.Limits(1, 8));
    EmbeddedChannel channel = open(publisher);
    sent(channel);

    publisher.start();

    assertThat(messages(channel)).hasSize(8);
    assertThat(publisher.underway()).isEqualTo(8);
  }

  @Test
  void goesOnWhenAQuarterHasArrived() {
    Publisher publisher = publisher(0, new Publisher.Limits(1, 8));
    EmbeddedChannel out = open(publisher);
    EmbeddedChannel in = open(subscriber(0, true));
    sent(out);
    publisher.start();
    List<byte[]> first = messages(out);

    in.writeInbound(Unpooled.wrappedBuffer(first.get(0)));
    assertThat(messages(out)).isEmpty();
    in.writeInbound(Unpooled.wrappedBuffer(first.get(1)));

    assertThat(messages(out)).hasSize(2);
    assertThat(counters.received).isEqualTo(2);
    assertThat(counters.lost).isZero();
  }

  @Test
  void waitsForAcknowledgementsWithQos1() {
    Publisher publisher = publisher(1, new Publisher.Limits(4, 0));
    EmbeddedChannel channel = open(publisher);
    sent(channel);
    publisher.start();
    assertThat(messages(channel)).hasSize(4);

    channel.writeInbound(bytes(0x40, 2, 0, 1, 0x40, 2, 0, 2));

    assertThat(messages(channel)).hasSize(2);
    assertThat(publisher.unacknowledged()).isEqualTo(4);
  }

  @Test
  void acknowledgesWhatArrivesWithQos1() {
    Publisher publisher = publisher(1, new Publisher.Limits(4, 4));
    EmbeddedChannel out = open(publisher);
    EmbeddedChannel in = open(subscriber(1, true));
    sent(out);
    sent(in);
    publisher.start();
    List<byte[]> messages = messages(out);

    in.writeInbound(Unpooled.wrappedBuffer(messages.get(0), messages.get(1)));

    assertThat(sent(in)).isEqualTo(new byte[] {0x40, 2, 0, 1, 0x40, 2, 0, 2});
  }

  @Test
  void countsGapsAsLostAndWhatComesAfterThemAsLate() {
    Publisher publisher = publisher(0, new Publisher.Limits(1, 8));
    EmbeddedChannel out = open(publisher);
    EmbeddedChannel in = open(subscriber(0, true));
    sent(out);
    publisher.start();
    List<byte[]> messages = messages(out);
    publisher.stop();

    in.writeInbound(Unpooled.wrappedBuffer(messages.get(0), messages.get(3)));
    in.writeInbound(Unpooled.wrappedBuffer(messages.get(1), messages.get(4)));

    assertThat(counters.received).isEqualTo(4);
    assertThat(counters.lost).isEqualTo(2);
    assertThat(counters.late).isEqualTo(1);
    assertThat(publisher.underway()).isEqualTo(3);
  }

  @Test
  void whatWasGivenUpIsNotCountedAgain() {
    Publisher publisher = publisher(0, new Publisher.Limits(1, 8));
    Subscriber subscriber = subscriber(0, true);
    EmbeddedChannel out = open(publisher);
    EmbeddedChannel in = open(subscriber);
    sent(out);
    publisher.start();
    messages(out);

    publisher.onArrived(8);
    subscriber.giveUp(publisher);
    publisher.pump();
    in.writeInbound(Unpooled.wrappedBuffer(messages(out).get(0)));

    assertThat(counters.lost).isZero();
    assertThat(counters.received).isEqualTo(1);
    assertThat(publisher.underway()).isEqualTo(7);
  }

  @Test
  void aMessageThatNobodyPublishedIsAFailure() {
    EmbeddedChannel in = open(subscriber(0, true));

    in.writeInbound(bytes(0x30, 4, 0, 1, 't', 'x'));

    assertThat(failures).singleElement().asString().contains("nobody here has published");
  }

  @Test
  void pacesByTheTimeThatHasPassed() {
    Publisher publisher = publisher(0, new Publisher.Limits(1, 1));
    EmbeddedChannel channel = open(publisher);
    sent(channel);
    Pacer pacer = new Pacer(publishers, 2500, 0, counters);

    pacer.run(Pacer.TICK_NS * 4 - 1);

    List<byte[]> messages = messages(channel);
    assertThat(messages).hasSize(10);
    // Two or three for each millisecond, with the time at which it began.
    assertThat(messages)
        .extracting(message -> Stamp.sentNs(Unpooled.wrappedBuffer(message), 5))
        .containsExactly(
            0L,
            0L,
            1_000_000L,
            1_000_000L,
            1_000_000L,
            2_000_000L,
            2_000_000L,
            3_000_000L,
            3_000_000L,
            3_000_000L);
  }

  @Test
  void countsHowLateMessagesAreGivenToTheirSockets() {
    Publisher publisher = publisher(0, new Publisher.Limits(1, 1));
    open(publisher);
    Pacer pacer = new Pacer(publishers, 1000, 0, counters);

    pacer.run(Pacer.TICK_NS * 2 + 40_000);

    assertThat(counters.pacing.percentile(0)).isEqualTo(40);
    assertThat(counters.pacing.percentile(1)).isBetween(2_040L, 2_102L); // exact to 3 %
  }

  @Test
  void catchesUpInTurns() {
    Publisher publisher = publisher(0, new Publisher.Limits(1, 1));
    open(publisher);
    Pacer pacer = new Pacer(publishers, 1000, 0, counters);
    long late = Pacer.TICK_NS * 15 - 1;

    pacer.run(late);
    assertThat(counters.sent).isEqualTo(10);
    pacer.run(late);
    assertThat(counters.sent).isEqualTo(15);
  }

  @Test
  void aRateThatTheBrokerDoesNotAcknowledgeIsNotKeptAndNotMadeUpFor() {
    Publisher publisher = publisher(1, new Publisher.Limits(1, 1));
    EmbeddedChannel channel = open(publisher);
    sent(channel);
    Pacer pacer = new Pacer(publishers, 100_000, 0, counters);
    for (int turn = 0; turn < 100; turn++) {
      pacer.run(Pacer.TICK_NS * 1000 - 1);
    }
    assertThat(counters.sent).isEqualTo(60_000);
    assertThat(counters.withheld).isEqualTo(40_000);

    channel.writeInbound(bytes(0x40, 2, 0, 1, 0x40, 2, 0, 2));
    pacer.run(Pacer.TICK_NS * 1000);

    assertThat(counters.sent).isEqualTo(60_002);
    assertThat(counters.withheld).isEqualTo(40_098);
    assertThat(failures).isEmpty();
  }

  @Test
  void pacesAnyRateWithoutRounding() {
    assertThat(Pacer.due(3_600_000, 7)).isEqualTo(25_200);
    assertThat(Pacer.due(3_600_000, 1_000_000)).isEqualTo(3_600_000_000L);
  }

  private Publisher publisher(int qos, Publisher.Limits limits) {
    Publisher publisher =
        new Publisher(
            publishers.size(),
            "p",
            new Login("", "", 0),
            new PublishTemplate("t", qos, Stamp.BYTES),
            qos,
            1,
            limits,
            counters,
            this);
    publishers.add(publisher);
    return publisher;
  }

  private Subscriber subscriber(int qos, boolean latency) {
    return new Subscriber(
        "s",
        new Login("", "", 0),
        List.of("t").iterator(),
        qos,
        publishers,
        new Subscriber.Expected(0, 1),
        latency,
        counters,
        this);
  }

  private EmbeddedChannel open(Connection connection) {
    EmbeddedChannel channel = new EmbeddedChannel(connection);
    channels.add(channel);
    return channel;
  }

  private static byte[] sent(EmbeddedChannel channel) {
    channel.runPendingTasks();
    ByteBuf all = Unpooled.buffer();
    ByteBuf part;
    while ((part = channel.readOutbound()) != null) {
      all.writeBytes(part);
      part.release();
    }
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    return bytes;
  }

  /** The PUBLISH packets since the last call, which are all of one length. */
  private static List<byte[]> messages(EmbeddedChannel channel) {
    byte[] all = sent(channel);
    List<byte[]> messages = new ArrayList<>();
    for (int start = 0; start < all.length; start += 2 + all[1]) {
      assertThat(all[start] & 0xf0).isEqualTo(0x30);
      messages.add(Arrays.copyOfRange(all, start, start + 2 + all[1]));
    }
    return messages;
  }

  private static ByteBuf bytes(int... values) {
    ByteBuf buffer = Unpooled.buffer();
    for (int value : values) {
      buffer.writeByte(value);
    }
    return buffer;
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
