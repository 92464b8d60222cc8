package io.warrenmq.api.message;

/** Why a message was dead-lettered. */
public enum DeathReason {
  /** A consumer discarded it. */
  REJECTED("rejected"),
  /** Its time to live passed. */
  EXPIRED("expired"),
  /** The queue was full. */
  MAXLEN("maxlen"),
  /** It was returned more often than the queue allows. */
  DELIVERY_LIMIT("delivery_limit");

  private final String text;

  DeathReason(String text) {
    this.text = text;
  }

  /** The word that clients see. */
  public String text() {
    return text;
  }
}
