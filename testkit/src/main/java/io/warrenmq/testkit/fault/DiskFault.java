package io.warrenmq.testkit.fault;

/** How an operation of a {@link SimulatedDisk} fails. */
public enum DiskFault {
  /** The device fails. */
  EIO("Input/output error"),
  /** The disk is full. */
  ENOSPC("No space left on device");

  private final String text;

  DiskFault(String text) {
    this.text = text;
  }

  /** What the operating system says. */
  public String text() {
    return text;
  }
}
