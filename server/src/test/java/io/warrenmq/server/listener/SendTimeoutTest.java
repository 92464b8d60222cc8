package io.warrenmq.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.testkit.loop.SimulatedLoops;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendTimeoutTest {
  private static final int TIMEOUT_MS = 1000;

  private final SimulatedLoops loops = new SimulatedLoops(1, 1);
  private final Loop loop = loops.loop(0);
  private final Socket socket = new Socket();
  private final Told told = new Told();
  private SendTimeout timeout = new SendTimeout(loop, socket, TIMEOUT_MS, told);

  /** Takes only as many bytes as it is told to. */
  private static final class Socket extends EmbeddedChannel {
    private int room;

    @Override
    protected void doWrite(ChannelOutboundBuffer in) {
      while (in.current() instanceof ByteBuf buffer && (room > 0 || buffer.readableBytes() == 0)) {
        int taken = Math.min(room, buffer.readableBytes());
        room -= taken;
        in.removeBytes(taken);
      }
    }

    void take(int bytes) {
      room += bytes;
      unsafe().flush();
    }
  }

  private static final class Told implements SendTimeout.Owner {
    private int drained;
    private int stalled;

    @Override
    public void onDrained() {
      drained++;
    }

    @Override
    public void onStalled() {
      stalled++;
    }
  }

  @AfterEach
  void close() {
    socket.finishAndReleaseAll();
  }

  private void write(int bytes) {
    loops.run(
        loop,
        () -> {
          socket.writeAndFlush(Unpooled.buffer(bytes).writeZero(bytes));
          timeout.onFlushed();
        });
  }

  private void take(int bytes) {
    loops.run(loop, () -> socket.take(bytes));
  }

  @Test
  void tellsOfAPeerThatTakesNothing() {
    write(100);
    loops.advanceMs(TIMEOUT_MS - 50);
    assertThat(told.stalled).isZero();

    loops.advanceMs(100);

    assertThat(told.stalled).isEqualTo(1);
  }

  @Test
  void tellsOfItThoughMoreIsWrittenAllTheTime() {
    for (int i = 0; i < 11; i++) {
      write(100);
      loops.advanceMs(TIMEOUT_MS / 10);
    }

    assertThat(told.stalled).isEqualTo(1);
  }

  @Test
  void tellsOfItOnce() {
    write(100);

    loops.advanceMs(10 * TIMEOUT_MS);

    assertThat(told.stalled).isEqualTo(1);
  }

  @Test
  void isContentWithAByteAtATime() {
    write(100);

    for (int i = 0; i < 90; i++) {
      take(1);
      loops.advanceMs(TIMEOUT_MS * 3 / 4);
    }

    assertThat(told.stalled).isZero();
    loops.advanceMs(TIMEOUT_MS);
    assertThat(told.stalled).isEqualTo(1);
  }

  @Test
  void isContentWhenOneOfManyBuffersGoesAtATime() {
    for (int i = 0; i < 20; i++) {
      write(100);
    }

    for (int i = 0; i < 19; i++) {
      take(100);
      loops.advanceMs(TIMEOUT_MS * 3 / 4);
    }

    assertThat(told.stalled).isZero();
  }

  @Test
  void looksNoMoreOnceAllHasGone() {
    write(100);
    take(100);

    assertThat(told.drained).isEqualTo(1);
    loops.advanceMs(10 * TIMEOUT_MS);
    assertThat(told.stalled).isZero();
  }

  @Test
  void beginsAnewWithWhatIsWrittenLater() {
    write(100);
    take(100);
    loops.advanceMs(TIMEOUT_MS / 2);
    write(100);
    loops.advanceMs(TIMEOUT_MS - 50);
    assertThat(told.stalled).isZero();

    loops.advanceMs(100);

    assertThat(told.stalled).isEqualTo(1);
  }

  @Test
  void watchesNothingWhileThePeerTakesAll() {
    socket.take(1000);

    write(100);

    loops.advanceMs(10 * TIMEOUT_MS);
    assertThat(told.drained + told.stalled).isZero();
  }

  @Test
  void waitsForEverWhenToldTo() {
    timeout = new SendTimeout(loop, socket, 0, told);
    write(100);

    loops.advanceMs(1000 * TIMEOUT_MS);

    assertThat(told.stalled).isZero();
  }

  @Test
  void forgetsAllWhenStopped() {
    write(100);
    loops.run(loop, timeout::stop);

    loops.advanceMs(10 * TIMEOUT_MS);

    assertThat(told.stalled).isZero();
  }
}
