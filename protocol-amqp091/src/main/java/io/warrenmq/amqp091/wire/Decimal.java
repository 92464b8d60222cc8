package io.warrenmq.amqp091.wire;

import java.math.BigDecimal;

/**
 * A decimal in a field table ({@code D}): {@code unscaled} (0..2^32-1, unsigned, as RabbitMQ reads
 * it) times ten to the minus {@code scale} (0..255). Equal when both parts are: 1.0 is not 1.00.
 */
public record Decimal(int scale, long unscaled) {
  public Decimal {
    if (scale < 0 || scale > 0xFF || unscaled < 0 || unscaled > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("not a decimal: " + unscaled + "E-" + scale);
    }
  }

  public BigDecimal toBigDecimal() {
    return BigDecimal.valueOf(unscaled, scale);
  }
}
