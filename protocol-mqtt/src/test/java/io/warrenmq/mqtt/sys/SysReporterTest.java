package io.warrenmq.mqtt.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.message.MqttFormat;
import io.warrenmq.mqtt.message.ReplyTopics;
import io.warrenmq.mqtt.retained.RetainedMessages.Retained;
import io.warrenmq.mqtt.topic.TopicFilter;
import io.warrenmq.mqtt.topic.TopicKeys;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SysReporterTest {
  private static final int LOOPS = 3;
  private static final String SENT = "$SYS/broker/publish/messages/sent";

  private final SimulatedLoops loops = new SimulatedLoops(LOOPS, 11);
  private final SysTopics topics = new SysTopics(loops.group().eventLoops());
  private final FixedSource source = new FixedSource();
  private final SysReporter reporter = new SysReporter(topics, source, 10);

  /** A node where nothing but what the loops count ever changes. */
  private static final class FixedSource implements SysReporter.Source {
    private final MqttFormat format =
        new MqttFormat(new ReplyTopics("amq.topic", new TopicKeys(false)));
    int made;

    @Override
    public String version() {
      return "it";
    }

    @Override
    public int sessions() {
      return 0;
    }

    @Override
    public int retained() {
      return 0;
    }

    @Override
    public long heapBytes() {
      return 0;
    }

    @Override
    public Retained message(Loop loop, String topic, String text) {
      assertThat(loop.inThread()).isTrue();
      made++;
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new Retained(
          topic,
          new Message(format, bytes, 0, false, -1, Message.NO_TTL, 0, "amq.topic", "", List.of()));
    }
  }

  /** What a client was told, by topic. */
  private static final class Told implements SysFeed.Watcher {
    final List<Map<String, String>> times = new ArrayList<>();

    @Override
    public void onSys(List<Retained> changed) {
      times.add(texts(changed));
    }
  }

  private static Map<String, String> texts(Iterable<Retained> values) {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach(
        each ->
            texts.put(each.topic(), new String(each.message().bytes(), StandardCharsets.UTF_8)));
    return texts;
  }

  private Map<String, String> values(int loop, String filter) {
    TopicFilter parsed = TopicFilter.of(filter);
    return texts(() -> topics.feed(loops.loop(loop)).matching(parsed));
  }

  private Told watch(int loop) {
    Told told = new Told();
    loops.run(loops.loop(loop), () -> topics.feed(loops.loop(loop)).watch(told));
    return told;
  }

  private void start() {
    reporter.start();
    loops.runUntilIdle();
  }

  private void sent(int loop, int more) {
    loops.run(
        loops.loop(loop),
        () -> topics.counters(loops.loop(loop)).add(Counter.PUBLISHES_SENT, more));
  }

  @AfterEach
  void stopsForGood() {
    reporter.stop();
    loops.runUntilIdle();
    int made = source.made;

    loops.advanceMs(30_000);

    assertThat(source.made).isEqualTo(made);
  }

  @Test
  void theFirstValuesAreThereAtOnceOnEveryLoop() {
    start();

    for (int i = 0; i < LOOPS; i++) {
      assertThat(values(i, "$SYS/broker/version")).containsValue("it");
      assertThat(values(i, "$SYS/#")).hasSize(50);
      assertThat(values(i, "$SYS/broker/load/+/1min")).hasSize(2); // sockets, connections
    }
  }

  @Test
  void sumsWhatTheLoopsHaveCounted() {
    sent(0, 1);
    sent(1, 20);
    sent(2, 300);

    start();

    assertThat(values(1, SENT)).containsValue("321");
  }

  @Test
  void tellsOfWhatHasChangedEveryInterval() {
    start();
    Told told = watch(2);

    loops.advanceMs(9_900);
    assertThat(told.times).isEmpty();
    sent(1, 5);
    loops.advanceMs(200);
    assertThat(told.times).hasSize(1);
    assertThat(told.times.get(0))
        .containsEntry(SENT, "5")
        .containsEntry("$SYS/broker/uptime", "10 seconds")
        .hasSize(5); // and three averages

    loops.advanceMs(10_000);
    assertThat(told.times).hasSize(2);
    assertThat(told.times.get(1)).doesNotContainKey(SENT);
  }

  @Test
  void whoHasLeftIsNotTold() {
    start();
    Told stays = watch(1);
    Told leaves = watch(1);
    loops.run(loops.loop(1), () -> topics.feed(loops.loop(1)).unwatch(leaves));

    loops.advanceMs(10_100);

    assertThat(stays.times).hasSize(1);
    assertThat(leaves.times).isEmpty();
  }

  @Test
  void tellsEachOfMany() {
    start();
    List<Told> all = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      all.add(watch(1));
    }

    loops.advanceMs(10_100);

    assertThat(all.stream().map(told -> told.times.size()).collect(Collectors.toSet()))
        .containsExactly(1);
  }

  @Test
  void whoLeavesWhileOthersAreToldIsNotTold() {
    start();
    Told last = new Told();
    loops.run(
        loops.loop(1),
        () -> {
          SysFeed feed = topics.feed(loops.loop(1));
          feed.watch(changed -> feed.unwatch(last));
          for (int i = 0; i < 60; i++) {
            feed.watch(new Told());
          }
          feed.watch(last);
        });

    loops.advanceMs(10_100);

    assertThat(last.times).isEmpty();
  }

  @Test
  void anIntervalOfZeroIsNever() {
    new SysReporter(topics, source, 0).start();
    loops.advanceMs(60_000);

    assertThat(source.made).isZero();
    assertThat(values(0, "$SYS/#")).isEmpty();
  }

  @Test
  void coversItsOwnTopicsAlone() {
    assertThat(SysTopics.covers("$SYS")).isTrue();
    assertThat(SysTopics.covers("$SYS/#")).isTrue();
    assertThat(SysTopics.covers("$SYSTEM/a")).isFalse();
    assertThat(SysTopics.covers("+/broker")).isFalse();
    assertThat(SysTopics.covers("#")).isFalse();
  }
}
