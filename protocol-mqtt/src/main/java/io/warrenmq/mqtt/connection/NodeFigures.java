package io.warrenmq.mqtt.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.mqtt.message.PublishHeader;
import io.warrenmq.mqtt.retained.RetainedMessages.Retained;
import io.warrenmq.mqtt.sys.SysReporter;

/**
 * What the topics under {@code $SYS} say of a node, beside what is counted. Immutable.
 *
 * @param node the node
 */
record NodeFigures(Node node) implements SysReporter.Source {
  private static final byte[] NOBODY = {}; // is who publishes them
  private static final byte[] NO_PROPERTIES = {};

  @Override
  public String version() {
    BrokerInfo info = node.broker().info();
    return info.product() + " version " + info.version();
  }

  @Override
  public int sessions() {
    return node.sessions().size();
  }

  @Override
  public int retained() {
    return node.retained().size();
  }

  @Override
  public long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public Retained message(Loop loop, String topic, String text) {
    byte[] payload = text.getBytes(UTF_8);
    byte[] bytes = PublishHeader.before(payload, 0, true, NOBODY, NO_PROPERTIES);
    String key = node.keys().keyOfTopic(topic);
    return new Retained(
        topic, node.published(loop, bytes, bytes.length - payload.length, 0, -1, key));
  }
}
