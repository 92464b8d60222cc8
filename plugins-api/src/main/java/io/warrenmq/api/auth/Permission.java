package io.warrenmq.api.auth;

/** What a principal may do with a resource. */
public enum Permission {
  /** Create, change, delete. */
  CONFIGURE("configure"),
  /** Put messages in. */
  WRITE("write"),
  /** Take messages out. */
  READ("read");

  private final String text;

  Permission(String text) {
    this.text = text;
  }

  /** The word in refusals and definitions. */
  public String text() {
    return text;
  }
}
