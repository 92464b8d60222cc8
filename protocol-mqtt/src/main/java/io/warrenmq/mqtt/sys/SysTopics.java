package io.warrenmq.mqtt.sys;

import io.warrenmq.api.loop.Loop;
import java.util.List;

/** The topics under {@code $SYS}, loop by loop: where each counts, and who is told. Immutable. */
public final class SysTopics {
  private static final String LEVEL = "$SYS";

  private final List<Loop> loops;
  private final List<Counters> counters;
  private final List<SysFeed> feeds;

  /**
   * Without any value yet; {@link SysReporter} sees to that.
   *
   * @param loops the event loops, by their index
   */
  public SysTopics(List<Loop> loops) {
    this.loops = loops;
    this.counters = loops.stream().map(loop -> new Counters()).toList();
    this.feeds = loops.stream().map(SysFeed::new).toList();
  }

  /** Whether a topic or filter is of these, and of no others. */
  public static boolean covers(String topic) {
    return topic.startsWith(LEVEL)
        && (topic.length() == LEVEL.length() || topic.charAt(LEVEL.length()) == '/');
  }

  List<Loop> loops() {
    return loops;
  }

  /** Where a loop counts. */
  public Counters counters(Loop loop) {
    return counters.get(loop.index());
  }

  /** The values as a loop's clients have them. */
  public SysFeed feed(Loop loop) {
    return feeds.get(loop.index());
  }
}
