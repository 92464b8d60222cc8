package io.warrenmq.benchmarks.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.warrenmq.benchmarks.load.Arrivals;
import io.warrenmq.benchmarks.load.Connection;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import io.warrenmq.benchmarks.load.Publisher;
import io.warrenmq.benchmarks.load.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A publisher and its subscriber, with a test in the broker's place. */
class StompConnectionTest implements ConnectionEvents {
  private static final String CONNECTED = "CONNECTED\nversion:1.2\n\n\0\n";
  private static final String SUBSCRIBED = "RECEIPT\nreceipt-id:1\n\n\0\n";

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
    Subscriber subscriber = subscriber(false, 0);
    EmbeddedChannel channel = open(subscriber);
    String connect = sent(channel);
    receive(channel, CONNECTED);
    assertThat(ready).isEmpty();

    receive(channel, SUBSCRIBED);

    assertThat(ready).containsExactly(subscriber);
    assertThat(connect)
        .isEqualTo("CONNECT\naccept-version:1.2\nlogin:guest\npasscode:secret\n\n\0");
    assertThat(sent(channel))
        .isEqualTo("SUBSCRIBE\nid:0\ndestination:/queue/q\nack:auto\nreceipt:1\n\n\0");
  }

  @Test
  void limitsWhatItIsSentByMessagesOrBytes() {
    EmbeddedChannel named = open(subscriber(true, 20));
    EmbeddedChannel typed = open(subscriber(Destination.topic("t", true), true, 20));

    receive(named, CONNECTED);
    receive(typed, CONNECTED);

    assertThat(sent(named)).contains("\nprefetch-count:20\nack:client-individual\n");
    assertThat(sent(typed)).contains("\nsubscription-type:MULTICAST\nconsumer-window-size:2000\n");
  }

  @Test
  void whatTheBrokerRefusesIsAFailure() {
    receive(open(subscriber(false, 0)), "ERROR\nmessage:Bad CONNECT\n\nno\0\n");

    assertThat(failures).singleElement().asString().contains("refused: Bad CONNECT: no");
    assertThat(ready).isEmpty();
  }

  @Test
  void waitsForReceipts() {
    EmbeddedChannel channel = open(sender(new Publisher.Limits(4, 0)));
    Publisher publisher = publishers.get(0);
    receive(channel, CONNECTED);
    sent(channel);
    publisher.start();
    assertThat(sent(channel)).containsSubsequence("\nreceipt:00000\n", "\nreceipt:00003\n");

    receive(channel, "RECEIPT\nreceipt-id:00000\n\n\0\nRECEIPT\nreceipt-id:00001\n\n\0\n");

    assertThat(sent(channel))
        .containsSubsequence("\nreceipt:00004\n", "\nreceipt:00005\n")
        .doesNotContain("\nreceipt:00006\n");
    assertThat(publisher.unacknowledged()).isEqualTo(4);
    assertThat(ready).hasSize(1);
  }

  @Test
  void aReceiptOfNothingIsAFailure() {
    EmbeddedChannel channel = open(sender(new Publisher.Limits(4, 0)));

    receive(channel, "RECEIPT\nreceipt-id:00000\n\n\0\n");

    assertThat(failures).singleElement().asString().contains("more receipts");
  }

  @Test
  void acknowledgesWhatArrivesByItsAckHeader() {
    open(sender(new Publisher.Limits(4, 4)));
    EmbeddedChannel in = open(subscriber(true, 0));
    publishers.get(0).start();
    sent(in);

    receive(in, message(0, "ack:s@@1\n") + message(1, "ack:s\\c@@2\n"));

    assertThat(sent(in)).isEqualTo("ACK\nid:s@@1\n\n\0ACK\nid:s\\c@@2\n\n\0");
    assertThat(counters.received).isEqualTo(2);
    assertThat(failures).isEmpty();
  }

  @Test
  void aMessageThatCannotBeAcknowledgedIsAFailure() {
    sender(new Publisher.Limits(4, 4));
    EmbeddedChannel in = open(subscriber(true, 0));

    receive(in, message(0, ""));

    assertThat(failures).singleElement().asString().contains("cannot be acknowledged");
  }

  @Test
  void aMessageThatNobodyPublishedIsAFailure() {
    receive(open(subscriber(false, 0)), "MESSAGE\nsubscription:0\n\nx\0\n");

    assertThat(failures).singleElement().asString().contains("nobody here has published");
  }

  private static String message(int sequence, String ack) {
    return "MESSAGE\nsubscription:0\n"
        + ack
        + "content-length:12\n\n"
        + "\0".repeat(11)
        + (char) sequence
        + "\0\n";
  }

  private Sender sender(Publisher.Limits limits) {
    SendTemplate template =
        new SendTemplate(Destination.queue("q", false), false, true, Stamp.BYTES);
    Sender sender = new Sender("p", new Login("", ""), template, true, counters, this);
    Publisher publisher = new Publisher(publishers.size(), 1, true, limits, counters, sender);
    sender.serve(publisher);
    publishers.add(publisher);
    return sender;
  }

  private Subscriber subscriber(boolean acknowledges, int prefetch) {
    return subscriber(Destination.queue("q", false), acknowledges, prefetch);
  }

  private Subscriber subscriber(Destination source, boolean acknowledges, int prefetch) {
    Arrivals arrivals = new Arrivals(publishers, new Arrivals.Expected(0, 1), true, counters);
    Login login = new Login("guest", "secret");
    Subscriber.Settings settings = new Subscriber.Settings(acknowledges, prefetch, 100);
    return new Subscriber("s", login, source, settings, arrivals, counters, this);
  }

  private EmbeddedChannel open(Connection connection) {
    EmbeddedChannel channel = new EmbeddedChannel(connection);
    channels.add(channel);
    return channel;
  }

  private static void receive(EmbeddedChannel channel, String frames) {
    channel.writeInbound(Unpooled.copiedBuffer(frames, StandardCharsets.ISO_8859_1));
  }

  private static String sent(EmbeddedChannel channel) {
    channel.runPendingTasks();
    StringBuilder all = new StringBuilder();
    ByteBuf part;
    while ((part = channel.readOutbound()) != null) {
      all.append(part.toString(StandardCharsets.ISO_8859_1));
      part.release();
    }
    return all.toString();
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
