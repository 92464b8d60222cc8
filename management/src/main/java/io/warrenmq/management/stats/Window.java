package io.warrenmq.management.stats;

import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import org.jspecify.annotations.Nullable;

/**
 * The part of a history that a request wants to see, RabbitMQ's {@code *_age} and {@code *_incr}.
 * Immutable.
 *
 * @param ageS how far it goes back, in seconds
 * @param stepS how far its samples are apart, in seconds
 */
public record Window(long ageS, long stepS) {
  private static final int SAMPLES_MAX = 1_500;

  /**
   * What a request says of one family of numbers; {@code null} when it wants no history of them.
   *
   * @param family {@code lengths}, {@code msg_rates}, {@code data_rates} or {@code node_stats}
   */
  public static @Nullable Window of(ApiRequest request, String family) {
    String age = request.query(family + "_age");
    String step = request.query(family + "_incr");
    if (age == null || step == null) {
      return null;
    }
    long ageS = number(family + "_age", age);
    long stepS = number(family + "_incr", step);
    if (ageS / stepS > SAMPLES_MAX) {
      throw ApiException.badRequest("at most " + SAMPLES_MAX + " samples are given");
    }
    return new Window(ageS, stepS);
  }

  private static long number(String name, String text) {
    try {
      long number = Long.parseLong(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // It is told below.
    }
    throw ApiException.badRequest(name + " is a number of seconds above 0");
  }
}
