package io.warrenmq.core.repair;

/**
 * What there is of a queue. Immutable.
 *
 * @param vhost its vhost
 * @param name its name there
 * @param messages those that outlive a restart and can be read
 * @param unreadable those of which it is known that they are in the queue, and that cannot be read
 */
public record QueueReport(String vhost, String name, long messages, long unreadable) {
  @Override
  public String toString() {
    return "vhost '" + vhost + "', queue '" + name + "'";
  }
}
