package io.warrenmq.benchmarks.mqtt;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A publisher and its subscriber, with a test in the broker's place. */
class MqttConnectionTest implements ConnectionEvents {
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
    Subscriber subscriber = subscriber(0);
    EmbeddedChannel channel = open(subscriber);
    channel.writeInbound(bytes(0x20, 2, 0, 0));
    assertThat(ready).isEmpty();

    channel.writeInbound(bytes(0x90, 3, 0, 1, 0));

    assertThat(ready).containsExactly(subscriber);
    assertThat(sent(channel)).startsWith(new byte[] {0x10}).endsWith(new byte[] {1, 't', 0});
  }

  @Test
  void aRefusedConnectionOrSubscriptionIsAFailure() {
    open(subscriber(0)).writeInbound(bytes(0x20, 2, 0, 5));
    EmbeddedChannel second = open(subscriber(0));
    second.writeInbound(bytes(0x20, 2, 0, 0), bytes(0x90, 3, 0, 1, 0x80));

    assertThat(failures).hasSize(2);
    assertThat(failures.get(0)).hasMessageContaining("return code 5");
    assertThat(ready).isEmpty();
  }

  @Test
  void aClosedSocketIsAFailureUnlessItWasOurs() {
    open(subscriber(0)).close();
    Subscriber ours = subscriber(0);
    open(ours);
    ours.close();

    assertThat(failures).singleElement().asString().contains("closed by the broker");
  }

  @Test
  void waitsForAcknowledgementsWithQos1() {
    EmbeddedChannel channel = open(sender(1, new Publisher.Limits(4, 0)));
    Publisher publisher = publishers.get(0);
    sent(channel);
    publisher.start();
    assertThat(messages(channel)).hasSize(4);

    channel.writeInbound(bytes(0x40, 2, 0, 1, 0x40, 2, 0, 2));

    assertThat(messages(channel)).hasSize(2);
    assertThat(publisher.unacknowledged()).isEqualTo(4);
  }

  @Test
  void aPubackOfNothingIsAFailure() {
    EmbeddedChannel channel = open(sender(1, new Publisher.Limits(4, 0)));

    channel.writeInbound(bytes(0x40, 2, 0, 1));

    assertThat(failures).singleElement().asString().contains("more PUBACKs");
  }

  @Test
  void acknowledgesWhatArrivesWithQos1() {
    EmbeddedChannel out = open(sender(1, new Publisher.Limits(4, 4)));
    EmbeddedChannel in = open(subscriber(1));
    sent(out);
    sent(in);
    publishers.get(0).start();
    List<byte[]> messages = messages(out);

    in.writeInbound(Unpooled.wrappedBuffer(messages.get(0), messages.get(1)));

    assertThat(sent(in)).isEqualTo(new byte[] {0x40, 2, 0, 1, 0x40, 2, 0, 2});
  }

  @Test
  void aMessageThatNobodyPublishedIsAFailure() {
    EmbeddedChannel in = open(subscriber(0));

    in.writeInbound(bytes(0x30, 4, 0, 1, 't', 'x'));

    assertThat(failures).singleElement().asString().contains("nobody here has published");
  }

  private Sender sender(int qos, Publisher.Limits limits) {
    PublishTemplate template = new PublishTemplate("t", qos, Stamp.BYTES);
    Sender sender = new Sender("p", new Login("", "", 0), template, counters, this);
    Publisher publisher = new Publisher(publishers.size(), 1, qos > 0, limits, counters, sender);
    sender.serve(publisher);
    publishers.add(publisher);
    return sender;
  }

  private Subscriber subscriber(int qos) {
    Arrivals arrivals = new Arrivals(publishers, new Arrivals.Expected(0, 1), true, counters);
    Login login = new Login("", "", 0);
    return new Subscriber("s", login, List.of("t").iterator(), qos, arrivals, counters, this);
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
