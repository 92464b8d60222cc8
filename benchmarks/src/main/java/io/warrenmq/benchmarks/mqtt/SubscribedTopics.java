package io.warrenmq.benchmarks.mqtt;

import java.util.Iterator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The topics of the scenario with many subscriptions: {@code site/GGGG/device/NNNNNNN/value}. Topic
 * n is in group n modulo the number of groups, and each group has one wildcard filter, so that
 * every message matches its topic's own subscription and one with a wildcard.
 */
final class SubscribedTopics {
  static final int NUMBER_MAX = 9_999_999;
  static final int GROUPS_MAX = 10_000;

  private static final String BEGIN = "site/";
  private static final String MIDDLE = "/device/";
  private static final String END = "/value";
  private static final int GROUP_DIGITS = 4;
  private static final int NUMBER_DIGITS = 7;
  private static final int GROUP_OFFSET = BEGIN.length();
  private static final int NUMBER_OFFSET = GROUP_OFFSET + GROUP_DIGITS + MIDDLE.length();

  /** A prime, so that the topics come in an order that has nothing to do with their numbers. */
  private static final int STEP = 7_368_787;

  private final int topics;
  private final int wildcards;

  /**
   * @param topics 1..{@link #NUMBER_MAX}
   * @param wildcards 0..{@link #GROUPS_MAX}
   */
  SubscribedTopics(int topics, int wildcards) {
    this.topics = topics;
    this.wildcards = wildcards;
  }

  /** Subscriptions that each message matches. */
  int copies() {
    return wildcards == 0 ? 1 : 2;
  }

  /** The topics that one of {@code connections} connections subscribes to. */
  Iterator<String> ofConnection(int connection, int connections) {
    return IntStream.iterate(connection, number -> number < topics, number -> number + connections)
        .mapToObj(this::topic)
        .iterator();
  }

  /** The filters with wildcards, of two shapes. */
  Iterator<String> wildcards() {
    return IntStream.range(0, wildcards)
        .mapToObj(
            group ->
                String.format(
                    Locale.ROOT,
                    group % 2 == 0 ? BEGIN + "%04d" + MIDDLE + "+" + END : BEGIN + "%04d/#",
                    group))
        .iterator();
  }

  String topic(int number) {
    return String.format(
        Locale.ROOT, BEGIN + "%04d" + MIDDLE + "%07d" + END, group(number), number);
  }

  /** Gives the message {@code sequence} its topic; all topics have their turn. */
  void choose(PublishTemplate template, int sequence) {
    int number = (int) (Integer.toUnsignedLong(sequence) * STEP % topics);
    template.setTopicNumber(GROUP_OFFSET, GROUP_DIGITS, group(number));
    template.setTopicNumber(NUMBER_OFFSET, NUMBER_DIGITS, number);
  }

  private int group(int number) {
    return wildcards == 0 ? 0 : number % wildcards;
  }
}
