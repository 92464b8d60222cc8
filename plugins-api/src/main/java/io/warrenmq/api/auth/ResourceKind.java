package io.warrenmq.api.auth;

/** What kind of resource a permission is about. */
public enum ResourceKind {
  /** An exchange. */
  EXCHANGE("exchange"),
  /** A queue. */
  QUEUE("queue");

  private final String text;

  ResourceKind(String text) {
    this.text = text;
  }

  /** The word in refusals. */
  public String text() {
    return text;
  }
}
