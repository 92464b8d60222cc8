package io.warrenmq.management.prometheus;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes Prometheus's text format 0.0.4. A page may have a million lines: nothing is made for one
 * but its bytes. Confined to the thread that makes it.
 */
final class Exposition {
  private static final int PIECE_BYTES = 64 << 10;
  private static final int NUMBER_BYTES = 32; // more than any number takes
  private static final double EXACT_MAX = 1L << 53;

  private final OutputStream out;
  private final byte[] piece = new byte[PIECE_BYTES];
  private final byte[] digits = new byte[20];
  private final Set<String> families = new HashSet<>();
  private int used;
  private long written;
  private byte[] name = {};

  /**
   * Writes to a stream.
   *
   * @param out in memory: what it throws is a bug
   */
  Exposition(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins a family, to which the samples after it belong.
   *
   * @return false when the page has it already; then its samples are not to be written again
   */
  boolean begin(String prefix, Family family) {
    String whole = prefix + family.name();
    if (!families.add(whole)) {
      return false;
    }
    name = whole.getBytes(StandardCharsets.US_ASCII);
    text("# TYPE " + whole + " " + family.kind().text() + "\n");
    text("# HELP " + whole + " " + escaped(family.help()) + "\n");
    return true;
  }

  private static String escaped(String help) {
    return help.replace("\\", "\\\\").replace("\n", "\\n");
  }

  /** A sample of the family. */
  void sample(byte[] labels, double value) {
    sample("", labels, value);
  }

  /** A sample of the family. */
  void sample(byte[] labels, long value) {
    sample("", labels, value);
  }

  /**
   * A sample of a part of the family.
   *
   * @param part for example {@code _sum}
   */
  void sample(String part, byte[] labels, double value) {
    if (value == Math.rint(value) && Math.abs(value) <= EXACT_MAX) {
      sample(part, labels, (long) value);
    } else {
      beginLine(part, labels);
      put(fraction(value).getBytes(StandardCharsets.US_ASCII));
      endLine();
    }
  }

  /** A sample of a part of the family. */
  void sample(String part, byte[] labels, long value) {
    beginLine(part, labels);
    putWhole(value);
    endLine();
  }

  private void beginLine(String part, byte[] labels) {
    put(name);
    if (!part.isEmpty()) {
      text(part);
    }
    put(labels);
    reserve(1);
    piece[used++] = ' ';
  }

  private void endLine() {
    reserve(1);
    piece[used++] = '\n';
  }

  /** A family with one sample. */
  void single(String prefix, Family family, double value) {
    if (begin(prefix, family)) {
      sample(Labels.NONE, value);
    }
  }

  /** A family with one sample. */
  void single(String prefix, Family family, long value) {
    single(prefix, family, Labels.NONE, value);
  }

  /** A family with one sample. */
  void single(String prefix, Family family, byte[] labels, long value) {
    if (begin(prefix, family)) {
      sample(labels, value);
    }
  }

  /** Lines that are written already, each with its end. */
  void text(String lines) {
    put(lines.getBytes(StandardCharsets.UTF_8));
  }

  private static String fraction(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Double.toString(value);
  }

  private void putWhole(long value) {
    reserve(NUMBER_BYTES);
    if (value < 0) {
      piece[used++] = '-';
    }
    long rest = value;
    int at = digits.length;
    do {
      digits[--at] = (byte) ('0' + Math.abs(rest % 10)); // The least number has no opposite.
      rest /= 10;
    } while (rest != 0);
    System.arraycopy(digits, at, piece, used, digits.length - at);
    used += digits.length - at;
  }

  private void put(byte[] bytes) {
    if (bytes.length > PIECE_BYTES) {
      flush();
      write(bytes, bytes.length);
      return;
    }
    reserve(bytes.length);
    System.arraycopy(bytes, 0, piece, used, bytes.length);
    used += bytes.length;
  }

  private void reserve(int bytes) {
    if (used + bytes > PIECE_BYTES) {
      flush();
    }
  }

  private void flush() {
    write(piece, used);
    used = 0;
  }

  private void write(byte[] bytes, int length) {
    try {
      out.write(bytes, 0, length);
      written += length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends the page.
   *
   * @return how many bytes were written
   */
  long close() {
    flush();
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written;
  }
}
