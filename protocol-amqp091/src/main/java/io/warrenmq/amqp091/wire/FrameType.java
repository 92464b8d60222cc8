package io.warrenmq.amqp091.wire;

/** The first octet of a frame. AMQP 0-9-1 §4.2.3. */
public final class FrameType {
  public static final int METHOD = 1;
  public static final int HEADER = 2;
  public static final int BODY = 3;
  public static final int HEARTBEAT = 8;

  private FrameType() {}
}
