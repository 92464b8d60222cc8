package io.warrenmq.amqp091.connection;

import io.netty.util.collection.IntObjectHashMap;
import io.warrenmq.amqp091.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channels of a connection by number. Remembers the last one, since frames come in runs.
 * Confined to the connection's loop.
 */
final class ChannelTable {
  private final IntObjectHashMap<Channel> byNumber = new IntObjectHashMap<>(4);
  private @Nullable Channel last;

  @Nullable Channel get(int number) {
    Channel channel = last;
    if (channel != null && channel.number() == number) {
      return channel;
    }
    channel = byNumber.get(number);
    if (channel != null) {
      last = channel;
    }
    return channel;
  }

  void add(Channel channel) {
    byNumber.put(channel.number(), channel);
    last = channel;
  }

  /** Removes a channel, unless its number is another's by now. */
  void remove(Channel channel) {
    if (byNumber.get(channel.number()) == channel) {
      byNumber.remove(channel.number());
    }
    last = null;
  }

  int count() {
    return byNumber.size();
  }

  /** A copy, so that channels may be removed while it is gone through. */
  List<Channel> all() {
    return new ArrayList<>(byNumber.values());
  }
}
