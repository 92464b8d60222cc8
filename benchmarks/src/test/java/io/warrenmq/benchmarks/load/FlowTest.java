package io.warrenmq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Publishers and what arrives of their messages, with a test in the network's place. */
class FlowTest {
  private final Counters counters = new Counters();
  private final List<Publisher> publishers = new ArrayList<>();
  private final RecordingChannel channel = new RecordingChannel();

  @Test
  void publishesNoFurtherAheadThanAllowed() {
    Publisher publisher = publisher(new Publisher.Limits(0, 8));

    publisher.start();

    assertThat(channel.messages()).hasSize(8);
    assertThat(publisher.underway()).isEqualTo(8);
  }

  @Test
  void goesOnWhenAQuarterHasArrived() {
    Arrivals arrivals = arrivals(new Arrivals.Expected(0, 1));
    publisher(new Publisher.Limits(0, 8)).start();
    List<ByteBuf> first = channel.messages();

    arrive(arrivals, first.get(0));
    assertThat(channel.messages()).isEmpty();
    arrive(arrivals, first.get(1));

    assertThat(channel.messages()).hasSize(2);
    assertThat(counters.received).isEqualTo(2);
    assertThat(counters.lost).isZero();
  }

  @Test
  void isAheadOfTheSlowestOfItsSubscribers() {
    Publisher publisher = new Publisher(0, 3, false, new Publisher.Limits(0, 4), counters, channel);
    publishers.add(publisher);
    publisher.start();
    ByteBuf first = channel.messages().get(0);

    arrive(arrivals(new Arrivals.Expected(0, 1)), first);
    arrive(arrivals(new Arrivals.Expected(0, 1)), first);
    assertThat(channel.messages()).isEmpty();
    arrive(arrivals(new Arrivals.Expected(0, 1)), first);

    assertThat(channel.messages()).hasSize(1);
  }

  @Test
  void waitsForAcknowledgements() {
    Publisher publisher = publisher(new Publisher.Limits(4, 0));
    publisher.start();
    assertThat(channel.messages()).hasSize(4);

    assertThat(publisher.onAcknowledged(2)).isTrue();
    publisher.onReadComplete();

    assertThat(channel.messages()).hasSize(2);
    assertThat(publisher.unacknowledged()).isEqualTo(4);
    assertThat(publisher.onAcknowledged(5)).isFalse();
  }

  @Test
  void usesAllTheCreditOfTheBrokerAndNoMore() {
    Publisher publisher = publisher(new Publisher.Limits(0, 8));
    channel.credit = 3;
    publisher.start();
    assertThat(channel.messages()).hasSize(3);

    channel.credit = 1;
    publisher.onCredit();
    publisher.onReadComplete();

    assertThat(channel.messages()).hasSize(1);
  }

  @Test
  void countsGapsAsLostAndWhatComesAfterThemAsLate() {
    Arrivals arrivals = arrivals(new Arrivals.Expected(0, 1));
    Publisher publisher = publisher(new Publisher.Limits(0, 8));
    publisher.start();
    List<ByteBuf> messages = channel.messages();
    publisher.stop();

    arrive(arrivals, messages.get(0), messages.get(3));
    arrive(arrivals, messages.get(1), messages.get(4));

    assertThat(counters.received).isEqualTo(4);
    assertThat(counters.lost).isEqualTo(2);
    assertThat(counters.late).isEqualTo(1);
    assertThat(publisher.underway()).isEqualTo(3);
  }

  @Test
  void whatWasGivenUpIsNotCountedAgain() {
    Arrivals arrivals = arrivals(new Arrivals.Expected(0, 1));
    Publisher publisher = publisher(new Publisher.Limits(0, 8));
    publisher.start();
    channel.messages();

    publisher.onArrived(8);
    arrivals.giveUp(publisher);
    publisher.pump();
    arrive(arrivals, channel.messages().get(0));

    assertThat(counters.lost).isZero();
    assertThat(counters.received).isEqualTo(1);
    assertThat(publisher.underway()).isEqualTo(7);
  }

  @Test
  void aMessageOfNobodyIsToldFromOthers() {
    Arrivals arrivals = arrivals(new Arrivals.Expected(0, 1));
    publisher(new Publisher.Limits(0, 1));

    assertThat(arrivals.onMessage(stamp(0, 1, 0), 0, Stamp.BYTES)).isFalse();
    assertThat(arrivals.onMessage(stamp(0, 0, 0), 0, Stamp.BYTES - 1)).isFalse();
    assertThat(arrivals.onMessage(stamp(0, 0, 0), 0, Stamp.BYTES)).isTrue();
  }

  @Test
  void latencyRunsFromWhenAMessageWasDueEvenWhenItsTimeHasWrapped() {
    long due = (1L << 32) * 1000 - 5000; // the last 5 microseconds before it does

    assertThat(Stamp.ageUs(stamp(due, 0, 0), 0, due + 12_000)).isEqualTo(12);
    assertThat(Stamp.ageUs(stamp(-7000, 0, 0), 0, 3000)).isEqualTo(10);
  }

  @Test
  void pacesByTheTimeThatHasPassed() {
    publisher(new Publisher.Limits(0, 1));
    Pacer pacer = new Pacer(publishers, 2500, 0, counters);

    pacer.run(Pacer.TICK_NS * 4 - 1);

    // Two or three for each millisecond, with the time at which it began.
    assertThat(channel.messages())
        .extracting(message -> message.getInt(0))
        .containsExactly(0, 0, 1000, 1000, 1000, 2000, 2000, 3000, 3000, 3000);
  }

  @Test
  void countsHowLateMessagesAreGivenToTheirSockets() {
    publisher(new Publisher.Limits(0, 1));
    Pacer pacer = new Pacer(publishers, 1000, 0, counters);

    pacer.run(Pacer.TICK_NS * 2 + 40_000);

    assertThat(counters.pacing.percentile(0)).isEqualTo(40);
    assertThat(counters.pacing.percentile(1)).isBetween(2_040L, 2_102L); // exact to 3 %
  }

  @Test
  void catchesUpInTurns() {
    publisher(new Publisher.Limits(0, 1));
    Pacer pacer = new Pacer(publishers, 1000, 0, counters);
    long late = Pacer.TICK_NS * 15 - 1;

    pacer.run(late);
    assertThat(counters.sent).isEqualTo(10);
    pacer.run(late);
    assertThat(counters.sent).isEqualTo(15);
  }

  @Test
  void aRateThatTheBrokerDoesNotAcknowledgeIsNotKeptAndNotMadeUpFor() {
    Publisher publisher = publisher(new Publisher.Limits(1, 1));
    Pacer pacer = new Pacer(publishers, 100_000, 0, counters);
    for (int turn = 0; turn < 100; turn++) {
      pacer.run(Pacer.TICK_NS * 1000 - 1);
    }
    assertThat(counters.sent).isEqualTo(60_000);
    assertThat(counters.withheld).isEqualTo(40_000);

    publisher.onAcknowledged(2);
    pacer.run(Pacer.TICK_NS * 1000);

    assertThat(counters.sent).isEqualTo(60_002);
    assertThat(counters.withheld).isEqualTo(40_098);
  }

  @Test
  void aRateThatTheBrokersFlowControlDoesNotTakeIsNotKept() {
    publisher(new Publisher.Limits(0, 0));
    channel.credit = 4;

    new Pacer(publishers, 1000, 0, counters).run(Pacer.TICK_NS * 6 - 1);

    assertThat(counters.sent).isEqualTo(4);
    assertThat(counters.withheld).isEqualTo(2);
  }

  @Test
  void pacesAnyRateWithoutRounding() {
    assertThat(Pacer.due(3_600_000, 7)).isEqualTo(25_200);
    assertThat(Pacer.due(3_600_000, 1_000_000)).isEqualTo(3_600_000_000L);
  }

  private Publisher publisher(Publisher.Limits limits) {
    Publisher publisher =
        new Publisher(publishers.size(), 1, limits.window() > 0, limits, counters, channel);
    publishers.add(publisher);
    return publisher;
  }

  private Arrivals arrivals(Arrivals.Expected expected) {
    return new Arrivals(publishers, expected, true, counters);
  }

  private static void arrive(Arrivals arrivals, ByteBuf... messages) {
    arrivals.onRead();
    for (ByteBuf message : messages) {
      arrivals.onMessage(message, 0, Stamp.BYTES);
    }
    arrivals.onReadComplete();
  }

  private static ByteBuf stamp(long dueNs, int publisher, int sequence) {
    ByteBuf out = Unpooled.buffer().writeZero(Stamp.BYTES);
    Stamp.set(out, 0, dueNs, publisher, sequence);
    return out;
  }

  /** Messages are their stamp and nothing else. */
  private static final class RecordingChannel implements Publisher.Channel {
    int credit = Integer.MAX_VALUE;
    private final ByteBuf sent = Unpooled.buffer();

    /** Those since the last call. */
    List<ByteBuf> messages() {
      List<ByteBuf> messages = new ArrayList<>();
      while (sent.isReadable()) {
        messages.add(Unpooled.copiedBuffer(sent.readSlice(Stamp.BYTES)));
      }
      return messages;
    }

    @Override
    public int packetBytes() {
      return Stamp.BYTES;
    }

    @Override
    public int credit() {
      return credit;
    }

    @Override
    public void write(ByteBuf out, long dueNs, int publisher, int sequence) {
      out.writeBytes(stamp(dueNs, publisher, sequence));
      credit--;
    }

    @Override
    public ByteBuf buffer(int bytes) {
      return Unpooled.buffer(bytes);
    }

    @Override
    public void send(ByteBuf packets) {
      sent.writeBytes(packets);
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void later(Runnable action) {
      throw new AssertionError("nothing here takes more than a turn");
    }
  }
}
