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
    int headerLength = PublishHeader.length(NOBODY, 0);
    byte[] bytes = new byte[headerLength + payload.length];
    PublishHeader.write(bytes, 0, true, NOBODY);
    System.arraycopy(payload, 0, bytes, headerLength, payload.length);
    String key = node.keys().keyOfTopic(topic);
    return new Retained(topic, node.published(loop, bytes, headerLength, 0, -1, key));
  }
}
