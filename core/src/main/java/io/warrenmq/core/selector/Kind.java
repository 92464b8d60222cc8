package io.warrenmq.core.selector;

/** What is known of an expression's value before there is a message. */
enum Kind {
  /** Nothing: the message says. */
  ANY("a value"),
  /** True, false or unknown. */
  CONDITION("a condition"),
  /** A number. */
  NUMBER("a number"),
  /** Text, or bytes, which compare like text. */
  TEXT("a text");

  private final String text;

  Kind(String text) {
    this.text = text;
  }

  /** How it is named in refusals. */
  String text() {
    return text;
  }
}
