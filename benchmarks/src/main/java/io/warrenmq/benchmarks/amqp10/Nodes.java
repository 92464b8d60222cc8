package io.warrenmq.benchmarks.amqp10;

import java.util.ArrayList;
import java.util.List;

/**
 * The nodes that links are attached to, and the requests that make them: where a broker makes them
 * by itself there are none of these, and a link says by a capability which kind it needs.
 */
final class Nodes {
  private final boolean managed;
  private final String queueType;
  private final List<ManagementClient.Request> requests = new ArrayList<>();

  /**
   * @param managed whether nodes are declared at the management node, and have RabbitMQ's addresses
   */
  Nodes(boolean managed, String queueType) {
    this.managed = managed;
    this.queueType = queueType;
  }

  /** To be carried out in their order, before a link is attached. */
  List<ManagementClient.Request> requests() {
    return requests;
  }

  Node queue(String name) {
    if (!managed) {
      return new Node(name, "queue");
    }
    requests.add(ManagementClient.Request.queue(name, queueType));
    return new Node("/queues/" + name, "");
  }

  /** What copies each message to all that is bound to it. */
  Node fanout(String name) {
    if (!managed) {
      return new Node(name, "topic");
    }
    requests.add(ManagementClient.Request.fanout(name));
    return new Node("/exchanges/" + name, "");
  }

  /** A queue that gets a copy of each message to a {@link #fanout}. */
  Node bound(String fanout, String name) {
    if (!managed) {
      return new Node(fanout, "topic"); // every receiver has a queue of its own
    }
    Node queue = queue(name);
    requests.add(ManagementClient.Request.binding(fanout, name));
    return queue;
  }
}
