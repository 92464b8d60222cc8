package io.warrenmq.management.stats;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What the operating system and the Java runtime say of the process. What Java has nothing to do
 * with, Erlang's own figures, is 0. The management thread's.
 */
public final class NodeFigures {
  /** What of it is sampled, by RabbitMQ's names. */
  static final List<String> METRICS =
      List.of(
          "mem_used",
          "fd_used",
          "sockets_used",
          "proc_used",
          "disk_free",
          "gc_num",
          "gc_bytes_reclaimed",
          "context_switches");

  private static final Path STATUS = Path.of("/proc/self/status");

  private final LongSupplier diskFree;
  private final LongSupplier connections;

  /**
   * Figures.
   *
   * @param diskFree bytes that are free where messages are kept
   * @param connections sockets of clients
   */
  public NodeFigures(LongSupplier diskFree, LongSupplier connections) {
    this.diskFree = diskFree;
    this.connections = connections;
  }

  long value(String metric) {
    return switch (metric) {
      case "mem_used" -> residentBytes();
      case "fd_used" -> openFiles();
      case "sockets_used" -> connections.getAsLong();
      case "proc_used" -> ManagementFactory.getThreadMXBean().getThreadCount();
      case "disk_free" -> diskFree.getAsLong();
      case "gc_num" -> collections();
      default -> 0;
    };
  }

  /** Bytes of memory that the process has, as the operating system sees it. */
  public static long residentBytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) { // not on Linux
      Runtime runtime = Runtime.getRuntime();
      return runtime.totalMemory() - runtime.freeMemory();
    }
  }

  /** Files and sockets that are open. */
  public static long openFiles() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
  }

  /** Files and sockets that may be open. */
  public static long openFilesMax() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : 0;
  }

  /** How often garbage was collected. */
  public static long collections() {
    long sum = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      sum += Math.max(0, collector.getCollectionCount());
    }
    return sum;
  }

  /** How long the process runs, in milliseconds. */
  public static long uptimeMs() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }
}
