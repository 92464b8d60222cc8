package io.warrenmq.api.message;

/**
 * AMQP 1.0 symbol: text from a constrained domain (ASCII).
 *
 * @param text the characters
 */
public record Symbol(String text) {
  @Override
  public String toString() {
    return text;
  }
}
