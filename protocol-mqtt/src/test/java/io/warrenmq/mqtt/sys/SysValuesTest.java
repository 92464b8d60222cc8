package io.warrenmq.mqtt.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.mqtt.sys.SysValues.Value;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SysValuesTest {
  private static final long S_NS = 1_000_000_000;
  private static final String ROOT = "$SYS/broker/";

  private final SysValues values = new SysValues("WarrenMQ version 1", 7 * S_NS);
  private final long[] sums = Counters.sums();
  private int sessions;
  private long heapBytes;

  private Map<String, String> update(int seconds) {
    Figures now = new Figures((7 + seconds) * S_NS, sums.clone(), sessions, 3, heapBytes);
    return values.update(now).stream().collect(Collectors.toMap(Value::topic, Value::text));
  }

  private void count(Counter counter, int more) {
    sums[counter.ordinal()] += more;
  }

  @Test
  void saysEachAtFirst() {
    count(Counter.PUBLISHES_RECEIVED, 4);
    count(Counter.PAYLOAD_BYTES_SENT, 9);

    assertThat(update(0))
        .hasSize(50)
        .containsEntry(ROOT + "version", "WarrenMQ version 1")
        .containsEntry(ROOT + "uptime", "0 seconds")
        .containsEntry(ROOT + "publish/messages/received", "4")
        .containsEntry(ROOT + "publish/bytes/sent", "9")
        .containsEntry(ROOT + "retained messages/count", "3")
        .containsEntry(ROOT + "load/messages/sent/15min", "0.00");
  }

  @Test
  void saysOnlyWhatHasChangedThen() {
    update(0);
    count(Counter.DROPPED, 2);

    assertThat(update(10))
        .containsOnlyKeys(
            ROOT + "uptime",
            ROOT + "publish/messages/dropped",
            ROOT + "load/publish/dropped/1min",
            ROOT + "load/publish/dropped/5min",
            ROOT + "load/publish/dropped/15min")
        .containsEntry(ROOT + "uptime", "10 seconds")
        .containsEntry(ROOT + "publish/messages/dropped", "2");
  }

  @Test
  void aLoadThatChangesByLessThanItSaysIsTheSame() {
    update(0);
    count(Counter.SOCKETS, 1);
    update(10);

    assertThat(update(2_000)).containsEntry(ROOT + "load/sockets/1min", "0.00");
    assertThat(update(2_010)).doesNotContainKey(ROOT + "load/sockets/1min");
  }

  @Test
  void clientsAreThoseWhoAreThereAndThoseWhoseSessionsWait() {
    sessions = 5;
    count(Counter.CONNECTED, 3);

    assertThat(update(0))
        .containsEntry(ROOT + "clients/connected", "3")
        .containsEntry(ROOT + "clients/disconnected", "2")
        .containsEntry(ROOT + "clients/total", "5");
  }

  @Test
  void aConnectionThatIsSeenBeforeItsSessionIsNoNegativeNumber() {
    sessions = 2;
    count(Counter.CONNECTED, 3);

    assertThat(update(0))
        .containsEntry(ROOT + "clients/disconnected", "0")
        .containsEntry(ROOT + "clients/total", "3");
  }

  @Test
  void maximaStay() {
    count(Counter.CONNECTED, 3);
    heapBytes = 1_000;
    update(0);
    count(Counter.CONNECTED, -1);
    heapBytes = 900;

    assertThat(update(10))
        .containsEntry(ROOT + "clients/connected", "2")
        .containsEntry(ROOT + "heap/current", "900")
        .doesNotContainKeys(ROOT + "clients/maximum", ROOT + "heap/maximum");
  }
}
