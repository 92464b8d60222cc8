package io.warrenmq.testkit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.IdleTimeout;
import io.warrenmq.testkit.loop.SimulatedLoops;
import org.junit.jupiter.api.Test;

class IdleTimeoutTest implements IdleTimeout.Peer {
  private final SimulatedLoops loops = new SimulatedLoops(1, 1);
  private final Loop loop = loops.loop(0);
  private final IdleTimeout idle = new IdleTimeout(loop, this);
  private boolean sent;
  private boolean listening = true;
  private int empties;
  private int silences;

  @Test
  void sendsASignOfLifeInHalfTheTimeAfterWhichTheClientGivesUp() {
    start(10_000, 0);

    loops.advanceMs(50_100);

    assertThat(empties).isEqualTo(10);
  }

  @Test
  void sendsNoneWhereSomethingElseWasSent() {
    start(10_000, 0);
    sent = true;
    loops.advanceMs(5_100);
    assertThat(empties).isZero();

    loops.advanceMs(5_000);
    assertThat(empties).isEqualTo(1);
  }

  @Test
  void givesUpAClientThatIsSilentForTheWholeTime() {
    start(0, 60_000);
    loops.advanceMs(59_000);
    assertThat(silences).isZero();

    loops.advanceMs(2_000);
    assertThat(silences).isEqualTo(1);
    assertThat(empties).isZero();
  }

  @Test
  void whateverComesBeginsTheTimeAnew() {
    start(0, 60_000);
    for (int i = 0; i < 10; i++) {
      loops.advanceMs(40_000);
      loops.run(loop, idle::onReceived);
    }

    assertThat(silences).isZero();
  }

  @Test
  void silenceProvesNothingWhileTheBrokerDoesNotListen() {
    start(0, 60_000);
    listening = false;
    loops.advanceMs(600_000);

    assertThat(silences).isZero();
  }

  @Test
  void stopped_itDoesNothing() {
    start(10_000, 60_000);
    loops.run(loop, idle::stop);
    loops.advanceMs(600_000);

    assertThat(empties + silences).isZero();
  }

  private void start(long clientMs, long silenceMs) {
    loops.run(loop, () -> idle.start(clientMs, silenceMs));
  }

  @Override
  public boolean takeSent() {
    boolean was = sent;
    sent = false;
    return was;
  }

  @Override
  public void sendEmpty() {
    empties++;
    sent = true;
  }

  @Override
  public void onSilence() {
    silences++;
  }

  @Override
  public boolean isListening() {
    return listening;
  }
}
