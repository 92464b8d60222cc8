package io.warrenmq.mqtt.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.mqtt.topic.TopicFilter;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SharedSubscriptionsTest {
  private static final TopicFilter FILTER = TopicFilter.of("$share/g/t");

  private final SimulatedLoops loops = new SimulatedLoops(2, 1);
  private final SharedSubscriptions shares = new SharedSubscriptions();
  private final List<String> done = new ArrayList<>();

  private Future<Void> join(int loop, Supplier<Future<Void>> make) {
    Future<Void> joined = shares.join(loops.loop(loop), "/", FILTER, make);
    loops.runUntilIdle();
    return joined;
  }

  private Future<Void> leave(int loop) {
    Future<Void> left = shares.leave(loops.loop(loop), "/", FILTER, () -> does("remove"));
    loops.runUntilIdle();
    return left;
  }

  private Future<Void> does(String what) {
    done.add(what);
    return Future.succeededFuture();
  }

  @Test
  void theQueueGoesWithTheLastSession() {
    join(0, () -> does("make"));
    join(1, () -> does("make"));
    leave(0);
    assertThat(done).containsExactly("make", "make");

    assertThat(leave(1).succeeded()).isTrue();
    assertThat(done).containsExactly("make", "make", "remove");
    assertThat(shares.size()).isZero();
  }

  @Test
  void aQueueIsNotRemovedUnderASessionThatComesMeanwhile() {
    Promise<Void> making = Promise.promise();
    join(0, making::future);
    Future<Void> left = shares.leave(loops.loop(0), "/", FILTER, () -> does("remove"));
    Future<Void> joined = join(1, () -> does("make"));
    assertThat(joined.isComplete()).isFalse();

    making.complete();
    loops.runUntilIdle();
    assertThat(left.succeeded()).isTrue();
    assertThat(joined.succeeded()).isTrue();
    assertThat(done).containsExactly("make");
  }

  @Test
  void aSessionWhoseQueueCannotBeMadeLeavesNothing() {
    assertThat(join(0, () -> Future.failedFuture("refused")).failed()).isTrue();
    leave(0);

    assertThat(shares.size()).isZero();
  }

  @Test
  void sessionsOfTheFormerLifeCount() {
    shares.restore("/", FILTER);
    join(0, () -> does("make"));
    leave(0);
    assertThat(done).containsExactly("make");

    leave(1);
    assertThat(done).containsExactly("make", "remove");
    assertThat(shares.size()).isZero();
  }
}
