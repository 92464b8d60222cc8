package io.warrenmq.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.warrenmq.core.metadata.MetadataLogOptions;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.testkit.fault.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log cut, overwritten or flipped at every byte. */
class TornMetadataLogTest {
  private static final int BLOCK = FrameLog.BLOCK_BYTES;
  private static final int FRAMES = 6;
  private static final int END = (FRAMES + 1) * BLOCK;
  private static final String FILE = StoreWorld.LOG.fileName(1);
  private static final MetadataLogOptions OPTIONS =
      new MetadataLogOptions(2_000, 250, 0, 1 << 20, 9);

  private final List<MetadataRecord.Put> queues = new ArrayList<>();
  private byte[] log;

  /** One frame a queue, each in a block of its own after the file's header. */
  @BeforeEach
  void write() throws IOException {
    StoreWorld world = new StoreWorld(OPTIONS);
    world.start();
    for (int i = 1; i <= FRAMES; i++) {
      queues.add(Records.queue("queue " + i, i));
      world.append(queues.get(i - 1));
    }
    log = StoreWorld.read(world.disk, FILE);
    assertThat(log.length).isBetween(FRAMES * BLOCK, END);
    log = Arrays.copyOf(log, END);
  }

  @Test
  void cutsOffWhatIsTornAtEveryByteOfTheLastTwoFrames() throws IOException {
    for (int cut = (FRAMES - 1) * BLOCK; cut < END; cut++) {
      assertLoads(StoreWorld.diskWith(FILE, log, cut), cut);
    }
  }

  @Test
  void cutsOffZerosAndGarbageFromEveryByteOn() throws IOException {
    Random random = new Random(1);
    for (int from = (FRAMES - 1) * BLOCK; from < END; from += from % BLOCK < 200 ? 1 : 97) {
      byte[] zeros = Arrays.copyOf(Arrays.copyOf(log, from), END + BLOCK);
      assertLoads(StoreWorld.diskWith(FILE, zeros, zeros.length), from);

      byte[] garbage = new byte[END + BLOCK];
      random.nextBytes(garbage);
      System.arraycopy(log, 0, garbage, 0, from);
      assertLoads(StoreWorld.diskWith(FILE, garbage, garbage.length), from);
    }
  }

  @Test
  void aFlippedBitInWhatWasSafeStopsTheLoad() throws IOException {
    Random random = new Random(2);
    int safe = FRAMES * BLOCK; // Nothing vouches for the last frame.
    for (int at = 0; at < safe; at += at % BLOCK < 200 ? 1 : 61) {
      byte[] flipped = log.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      StoreWorld world =
          new StoreWorld(StoreWorld.diskWith(FILE, flipped, flipped.length), OPTIONS);
      if (at % BLOCK < length(at / BLOCK)) {
        CorruptStoreException refusal =
            catchThrowableOfType(CorruptStoreException.class, world::start);
        assertThat(refusal).as("byte %d", at).isNotNull();
        assertThat(refusal.file()).isEqualTo(FILE);
        assertThat(refusal.offset() / BLOCK).as("byte %d", at).isEqualTo(at / BLOCK);
        assertThat(refusal).hasMessageContaining(FILE).hasMessageContaining("offset");
        assertThat(StoreWorld.read(world.disk, FILE)).as("is left alone").isEqualTo(flipped);
      } else {
        assertThat(world.start()).as("padding").isEqualTo(queues);
      }
    }
  }

  @Test
  void aFlippedBitInTheLastFrameStopsTheLoadOnceTheBrokerHasStartedAgain() throws IOException {
    StoreWorld world = new StoreWorld(StoreWorld.diskWith(FILE, log, log.length), OPTIONS);
    world.start();
    byte[] flipped = StoreWorld.read(world.disk, FILE);
    flipped[FRAMES * BLOCK + FrameLog.FRAME_HEADER_BYTES] ^= 1;
    try (DiskFile file = world.disk.open(FILE)) {
      file.write(0, new ByteBuffer[] {ByteBuffer.wrap(flipped)}, 1);
    }

    CorruptStoreException refusal = catchThrowableOfType(CorruptStoreException.class, world::start);

    assertThat(refusal.file()).isEqualTo(FILE);
    assertThat(refusal.offset()).isEqualTo(FRAMES * BLOCK);
  }

  /** Everything before a byte is whole, nothing after it: so many queues are there, and stay. */
  private void assertLoads(SimulatedDisk disk, int whole) throws IOException {
    int count = FRAMES;
    while (count * BLOCK + length(count) > whole) {
      count--;
    }
    StoreWorld world = new StoreWorld(disk, OPTIONS);
    assertThat(world.start()).as("at %d", whole).isEqualTo(queues.subList(0, count));
    world.append(Records.queue("after", 99));
    disk.crash();
    assertThat(world.start()).as("at %d", whole).hasSize(count + 1);
  }

  /** Bytes of a block that count: of the file's header, or of the frame in it. */
  private int length(int block) {
    return block == 0
        ? 44
        : FrameLog.FRAME_HEADER_BYTES + ByteBuffer.wrap(log).getInt(block * BLOCK + 4);
  }
}
