package io.warrenmq.core.queue;

/** What a full queue does with one message more. */
public enum Overflow {
  /** Drops (or dead-letters) from the head. */
  DROP_HEAD,
  /** Refuses the publish. */
  REJECT_PUBLISH,
  /** Refuses the publish and dead-letters it too. */
  REJECT_PUBLISH_DLX
}
