package io.warrenmq.amqp091.wire;

/** The value of an entry that has none ({@code V}). */
public enum VoidValue {
  VOID
}
