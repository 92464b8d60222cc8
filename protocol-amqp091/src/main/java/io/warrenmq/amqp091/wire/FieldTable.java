package io.warrenmq.amqp091.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A field table: names with typed values, in the order of the wire. AMQP 0-9-1 §4.2.5.5, with
 * RabbitMQ's types, which differ from the specification's letters:
 *
 * <pre>
 *   t  Boolean        s  Short          l L  Long (both signed)   D  Decimal       A  List (of these types)
 *   b  Byte           u  UnsignedShort  f    Float                S  LongString    F  FieldTable
 *   B  UnsignedByte   I  Integer        d    Double               x  ByteArray     V  VoidValue
 *                     i  UnsignedInt                              T  Timestamp
 * </pre>
 *
 * <p>{@code L} is read as {@code Long} and written as {@code l}; every other value comes out as it
 * went in. A name may stand more than once: {@link #get} finds the first, as RabbitMQ's lookup
 * does, and all are written again. Names are not checked to be UTF-8 ({@link
 * Shortstr#decodeLenient}).
 *
 * <p>Two tables are {@link #equals equal} when they hold equal names and values of the same types
 * in the same order, and {@link #isEquivalentTo equivalent} when the order alone may differ.
 * Immutable.
 */
public final class FieldTable {
  /** Tables and arrays may be nested as deep as this; the outermost table counts as 1. */
  public static final int DEPTH_MAX = 64;

  public static final FieldTable EMPTY = new FieldTable(new String[0], new Object[0]);

  private final String[] names;
  private final Object[] values;

  /** Takes both arrays, whose values are of the types above. */
  FieldTable(String[] names, Object[] values) {
    assert names.length == values.length;
    this.names = names;
    this.values = values;
  }

  /**
   * Decodes the table in {@code length} octets from {@code offset} on (its own length is not among
   * them).
   *
   * @throws MalformedFrame SYNTAX_ERROR for lying lengths, unknown types, or more depth than {@link
   *     #DEPTH_MAX}
   */
  public static FieldTable decode(byte[] bytes, int offset, int length) {
    return length == 0 ? EMPTY : new FieldTableReader(bytes, offset, offset + length).table(1);
  }

  /**
   * Checks as {@link #decode} does, and makes no object. The bytes are the caller's own: values of
   * type {@code L} become {@code l} in them, which means the same.
   *
   * @throws MalformedFrame exactly when {@link #decode} would
   */
  public static void validate(byte[] bytes, int offset, int length) {
    FieldTableValidator.table(bytes, offset, offset + length, 1);
  }

  /** Number of entries. */
  public int size() {
    return names.length;
  }

  public boolean isEmpty() {
    return names.length == 0;
  }

  /** Name of the entry at {@code index}, 0..size-1. */
  public String name(int index) {
    return names[index];
  }

  /** Value of the entry at {@code index}, 0..size-1; of a type that the class comment lists. */
  public Object value(int index) {
    return values[index];
  }

  /** The value of the first entry with that name, or null. Looks at one entry after the other. */
  public @Nullable Object get(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return null;
  }

  public boolean containsName(String name) {
    return get(name) != null;
  }

  /** Calls {@code visitor} for each entry, in order. */
  public void forEach(BiConsumer<String, Object> visitor) {
    for (int i = 0; i < names.length; i++) {
      visitor.accept(names[i], values[i]);
    }
  }

  /** Appends the table, its four octets of length in front. */
  public void write(ByteBuf out) {
    FieldTableWriter.table(out, this);
  }

  /** The entries' octets, without a length in front. */
  public byte[] encode() {
    ByteBuf out = Unpooled.buffer();
    FieldTableWriter.entries(out, this);
    return Arrays.copyOf(out.array(), out.writerIndex());
  }

  /** Whether both hold the same entries, in whatever order; nested tables must be equal. */
  public boolean isEquivalentTo(FieldTable other) {
    return size() == other.size() && sorted().equals(other.sorted());
  }

  private List<Map.Entry<String, Object>> sorted() {
    List<Map.Entry<String, Object>> entries = new ArrayList<>(names.length);
    forEach((name, value) -> entries.add(Map.entry(name, value)));
    entries.sort(Map.Entry.comparingByKey()); // stable: doubles keep their order
    return entries;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldTable that
        && Arrays.equals(names, that.names)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
  }

  /** For people: {@code {x-match=all, n=1}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < names.length; i++) {
      text.append(i == 0 ? "" : ", ").append(names[i]).append('=').append(values[i]);
    }
    return text.append('}').toString();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with all entries of this table. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    forEach(builder::put);
    return builder;
  }

  /** Collects entries in order. Not thread-safe. */
  public static final class Builder {
    private final List<String> names = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private Builder() {}

    /**
     * Appends an entry, even when there is one of that name.
     *
     * @param value of a type that {@link FieldTable} lists; a {@code String} becomes a {@code
     *     LongString}
     * @throws IllegalArgumentException for a name of more than 255 octets, and for a value of
     *     another type
     */
    public Builder put(String name, Object value) {
      if (Shortstr.utf8Bytes(name) > Shortstr.BYTES_MAX) {
        throw new IllegalArgumentException("name of more than 255 octets in a field table");
      }
      values.add(FieldTableWriter.normalise(value)); // first: it may throw
      names.add(name);
      return this;
    }

    public FieldTable build() {
      return names.isEmpty()
          ? EMPTY
          : new FieldTable(names.toArray(String[]::new), values.toArray());
    }
  }
}
