package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;
import io.warrenmq.benchmarks.load.Connection;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** One client: connects, subscribes, answers nothing more. Those that do more extend it. */
class MqttConnection extends Connection implements PacketSink {
  private static final int FILTERS_PER_PACKET = 50;

  private final String clientId;
  private final Login login;
  private final Iterator<String> filters;
  private final int qos;

  private int lastSubscribeId;

  /**
   * @param filters to subscribe to, taken as it gets on
   * @param qos of these subscriptions, 0 or 1
   */
  MqttConnection(
      String clientId,
      Login login,
      Iterator<String> filters,
      int qos,
      Counters counters,
      ConnectionEvents events) {
    super(clientId, counters, events);
    this.clientId = clientId;
    this.login = login;
    this.filters = filters;
    this.qos = qos;
  }

  @Override
  public final void ping() {
    ByteBuf out = buffer(2);
    PacketEncoder.pingreq(out);
    send(out);
    counters.pings++;
  }

  @Override
  protected final void onConnected() {
    ByteBuf out = buffer(64 + clientId.length());
    PacketEncoder.connect(out, clientId, login.user(), login.password(), login.keepAliveS());
    send(out);
  }

  @Override
  protected final void decode(ByteBuf in) {
    PacketDecoder.decode(in, this);
  }

  @Override
  public void onConnack(int returnCode) {
    if (returnCode != 0) {
      fail("refused with return code " + returnCode);
    } else {
      subscribeOn();
    }
  }

  @Override
  public void onSuback(int packetId, boolean granted) {
    if (!granted || packetId != lastSubscribeId) {
      fail("a subscription was refused");
    } else {
      subscribeOn();
    }
  }

  private void subscribeOn() {
    if (!filters.hasNext()) {
      ready();
      return;
    }
    List<String> some = new ArrayList<>();
    int bytes = 16;
    while (some.size() < FILTERS_PER_PACKET && filters.hasNext()) {
      String filter = filters.next();
      some.add(filter);
      bytes += filter.length() + 3;
    }
    lastSubscribeId = lastSubscribeId % 0xffff + 1;
    ByteBuf out = buffer(bytes);
    PacketEncoder.subscribe(out, lastSubscribeId, some, qos);
    send(out);
  }

  @Override
  public void onPingresp() {
    counters.pongs++;
  }

  @Override
  public void onPuback(int packetId) {
    fail("PUBACK, but it publishes nothing");
  }

  @Override
  public void onPublish(int qos, int packetId, ByteBuf in, int payloadIndex, int payloadBytes) {
    fail("PUBLISH, but it has subscribed to nothing");
  }
}
