package io.warrenmq.benchmarks.amqp10;

import io.netty.buffer.ByteBuf;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;

/**
 * Some sessions, the first, third and so on with links to send, the others with links to receive,
 * and nothing on any of them.
 */
final class IdleClient extends AmqpConnection {
  private static final int CREDIT = 10;

  private final String name;
  private final Node queue;
  private final Shape shape;
  private int begun;
  private int attached;

  /**
   * What it has.
   *
   * @param links of each session
   */
  record Shape(int sessions, int links) {}

  IdleClient(
      String name,
      Login login,
      Node queue,
      Shape shape,
      Counters counters,
      ConnectionEvents events) {
    super(name, login, counters, events);
    this.name = name;
    this.queue = queue;
    this.shape = shape;
  }

  @Override
  void begin() {
    if (shape.sessions() == 0) {
      ready();
      return;
    }
    ByteBuf out = buffer();
    for (int channel = 0; channel < shape.sessions(); channel++) {
      begin(out, channel);
    }
    send(out);
  }

  @Override
  public void onBegin(int channel, int nextOutgoingId, int incomingWindow) {
    begun++;
    ByteBuf out = buffer();
    for (int handle = 0; handle < shape.links(); handle++) {
      String link = name + '-' + channel + '-' + handle;
      if (channel % 2 == 0) {
        attachSender(out, channel, handle, link, queue, false);
      } else {
        attachReceiver(out, channel, handle, link, queue, false);
        firstCredit(out, channel, handle, nextOutgoingId, CREDIT);
      }
    }
    send(out);
    readyWhenAllIsThere();
  }

  @Override
  public void onAttach(boolean isReceiver, boolean hasTerminus, int initialDeliveryCount) {
    if (hasTerminus) {
      attached++;
      readyWhenAllIsThere();
    }
  }

  private void readyWhenAllIsThere() {
    if (begun == shape.sessions() && attached == shape.sessions() * shape.links()) {
      ready();
    }
  }
}
