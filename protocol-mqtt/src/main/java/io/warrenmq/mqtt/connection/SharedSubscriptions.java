package io.warrenmq.mqtt.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.mqtt.topic.TopicFilter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many sessions are in each shared subscription: its queue goes with the last of them.
 * Thread-safe.
 */
final class SharedSubscriptions {
  private static final String PREFIX = "mqtt-shared-";
  private static final int NAME_BYTES_MAX = 255;

  private final ConcurrentHashMap<Share, Integer> members = new ConcurrentHashMap<>();

  private record Share(String vhost, TopicFilter filter) {}

  /** The name of the queue of a shared subscription. */
  static String queue(TopicFilter filter) {
    String name = PREFIX + filter.shareName() + "/" + filter.text();
    if (name.getBytes(UTF_8).length <= NAME_BYTES_MAX) {
      return name;
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return PREFIX + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** A session is in it. */
  void join(String vhost, TopicFilter filter) {
    members.merge(new Share(vhost, filter), 1, Integer::sum);
  }

  /** A session has left it; says whether it was the last. */
  boolean leave(String vhost, TopicFilter filter) {
    return members.computeIfPresent(
            new Share(vhost, filter), (share, count) -> count == 1 ? null : count - 1)
        == null;
  }
}
