package io.warrenmq.server.hostile;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;

/** What this process holds. */
final class Memory {
  private Memory() {}

  /** Bytes of the heap that are in use after a collection. */
  static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Bytes of direct memory that Netty has taken, its pools included. */
  static long direct() {
    return PlatformDependent.usedDirectMemory();
  }

  static long mb(long megabytes) {
    return megabytes << 20;
  }
}
