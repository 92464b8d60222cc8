package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import io.warrenmq.benchmarks.load.Publisher;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The connection of a {@link Publisher}. */
class Sender extends MqttConnection implements Publisher.Channel {
  private final PublishTemplate template;
  private @Nullable Publisher publisher;
  private int lastPacketId;

  Sender(
      String clientId,
      Login login,
      PublishTemplate template,
      Counters counters,
      ConnectionEvents events) {
    super(clientId, login, Collections.emptyIterator(), 0, counters, events);
    this.template = template;
  }

  /** Whose messages it sends; to be called once. */
  final void serve(Publisher served) {
    publisher = served;
  }

  private Publisher publisher() {
    Publisher served = publisher;
    if (served == null) {
      throw new IllegalStateException("it has no publisher");
    }
    return served;
  }

  @Override
  public final int packetBytes() {
    return template.packetBytes();
  }

  @Override
  public final int credit() {
    return Integer.MAX_VALUE; // MQTT 3.1.1 has no flow control of its own
  }

  @Override
  public final void write(ByteBuf out, long dueNs, int index, int sequence) {
    chooseTopic(template, sequence);
    lastPacketId = lastPacketId % 0xffff + 1;
    template.write(out, lastPacketId, dueNs, index, sequence);
  }

  /** Changes the topic of the message to come; here it stays the same. */
  void chooseTopic(PublishTemplate template, int sequence) {}

  @Override
  public final void onPuback(int packetId) {
    if (!publisher().onAcknowledged(1)) {
      fail("more PUBACKs than messages");
    }
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext context) {
    publisher().onReadComplete();
  }

  @Override
  public final void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      publisher().pump();
    }
  }
}
