package io.warrenmq.mqtt.sys;

/**
 * How often a minute something has happened lately: an average in which what is long ago fades, as
 * in the load of a Unix system. Confined to one thread.
 */
final class LoadAverage {
  private static final double MINUTE_S = 60;

  private final double windowS;
  private long counted;
  private double perMinute;

  /**
   * Of nothing yet.
   *
   * @param minutes over how long: what was counted so long ago weighs 1/e
   */
  LoadAverage(int minutes) {
    windowS = minutes * MINUTE_S;
  }

  /**
   * Takes in how often it has happened by now.
   *
   * @param count all in all
   * @param elapsedS seconds since the last time, above 0
   * @return the average
   */
  double update(long count, double elapsedS) {
    double lately = (count - counted) * MINUTE_S / elapsedS;
    counted = count;
    perMinute = lately + Math.exp(-elapsedS / windowS) * (perMinute - lately);
    return perMinute;
  }
}
