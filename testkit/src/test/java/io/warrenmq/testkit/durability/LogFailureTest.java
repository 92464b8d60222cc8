package io.warrenmq.testkit.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.testkit.fault.DiskFault;
import io.warrenmq.testkit.fault.SimulatedDisk;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What is asked of the message log once its disk has failed. */
class LogFailureTest {
  private static final int QUEUES = 8; // so many that each of the loops is home to some

  private final SimulatedLoops loops = new SimulatedLoops(2, 1);
  private final SimulatedDisk disk = new SimulatedDisk(1);
  private int asked; // of the log's thread

  private SimulatedNode start() throws IOException {
    Executor thread = loops.thread();
    return new SimulatedNode(
        loops,
        new SimulatedDisk(2),
        disk,
        StoreFolder.OPTIONS,
        StoreFolder.TIGHT,
        task -> {
          asked++;
          thread.execute(task);
        });
  }

  @Test
  void nothingMoreIsGivenToItsThread() throws IOException {
    SimulatedNode node = start();
    Loop loop = loops.loop(0);
    VhostAccess session = openSession(node, loop);
    for (int i = 0; i < QUEUES; i++) {
      QueueDeclaration queue =
          new QueueDeclaration("queue-" + i, true, false, false, Arguments.NONE);
      node.await(loop, () -> session.declareQueue(queue));
    }
    publish(session, 0);
    assertThat(asked).isPositive();

    disk.failAt(disk.operations() + 1, DiskFault.EIO);
    publish(session, 0);
    assertThat(node.failure).isNotNull();
    int before = asked;
    for (int i = 0; i < QUEUES; i++) {
      publish(session, i);
    }

    // The node ends, and with it the thread, while its loops still run.
    assertThat(asked).isEqualTo(before);
    node.stop();
  }

  private VhostAccess openSession(SimulatedNode node, Loop loop) {
    VhostAccess[] opened = new VhostAccess[1];
    var connection = node.connect(loop);
    loops.run(loop, () -> opened[0] = connection.openSession((id, accepted) -> {}));
    return opened[0];
  }

  private void publish(VhostAccess session, int queue) {
    loops.run(
        loops.loop(0),
        () ->
            session.publish(
                new Message(
                    BodyFormat.INSTANCE,
                    new byte[10],
                    0,
                    true,
                    Message.NO_PRIORITY,
                    Message.NO_TTL,
                    0,
                    "",
                    "queue-" + queue,
                    List.of()),
                1));
  }
}
