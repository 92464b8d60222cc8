package io.warrenmq.amqp10.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.message.Unsigned;
import java.lang.reflect.Array;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.qpid.proton.amqp.Decimal32;
import org.apache.qpid.proton.amqp.Decimal64;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.codec.Data;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values of all types and forms: we read what Proton-J writes, and it reads what we write. */
class PeerValuesTest {
  private static final int ROUNDS = 4_000;
  private static final int DEPTH = 3;

  private final Proton proton = Proton.ofValues();

  private static @Nullable Object read(byte[] bytes) {
    ValueReader reader = new ValueReader(bytes, 0, bytes.length);
    Object value = reader.read();
    assertThat(reader.hasMore()).as(HexFormat.of().formatHex(bytes)).isFalse();
    return value;
  }

  private static byte[] written(@Nullable Object value) {
    ByteBuf out = Unpooled.buffer();
    ValueWriter.write(out, value);
    return ByteBufUtil.getBytes(out);
  }

  @Test
  void readsWhatProtonWrites() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Object value = new RandomValues(new Random(seed)).value(DEPTH);

      byte[] bytes = Proton.ofValues().encode(Proton.of(value));

      assertThat(read(bytes)).as("seed %d", seed).isEqualTo(value);
    }
  }

  @Test
  void writesWhatProtonReads() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Object value = new RandomValues(new Random(seed)).value(DEPTH);

      byte[] bytes = written(value);

      assertThat(Proton.canonical(proton.decode(bytes))).as("seed %d", seed).isEqualTo(value);
      assertThat(read(bytes)).as("by us, seed %d", seed).isEqualTo(value);
    }
  }

  @Test
  void readsEveryFormAsProtonDoes() {
    Set<Integer> forms = new TreeSet<>();
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Object value = new RandomValues(random).value(DEPTH);
      AnyForm any = new AnyForm(random, false);

      byte[] bytes = any.bytes(value);

      assertThat(Proton.canonical(proton.decode(bytes)))
          .as("Proton, seed %d", seed)
          .isEqualTo(value);
      assertThat(read(bytes)).as("seed %d", seed).isEqualTo(value);
      forms.addAll(any.written());
    }
    assertThat(missing(forms, 1, 0)).as("constructors").isEmpty();
    assertThat(missing(forms, 256, 0x50)).as("constructors of arrays' elements").isEmpty();
  }

  /** Which of the constructors were not used; the smaller decimals are not asked for. */
  private static List<String> missing(Set<Integer> forms, int times, int from) {
    return TypeCodes.ALL.stream()
        .filter(code -> code >= from && code != 0x74 && code != 0x84)
        .filter(code -> !forms.contains(code * times))
        .map(Integer::toHexString)
        .toList();
  }

  @Test
  void readsArraysOfElementsWithoutWidth() {
    Set<Integer> forms = new TreeSet<>();
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Object value = new RandomValues(random).value(DEPTH);
      AnyForm any = new AnyForm(random, true);

      byte[] bytes = any.bytes(value);

      assertThat(read(bytes)).as("seed %d", seed).isEqualTo(value);
      forms.addAll(any.written());
    }
    assertThat(missing(forms, 256, 0x40)).as("constructors of arrays' elements").isEmpty();
  }

  @Test
  void passesOverValuesOfEveryForm() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new AnyForm(random, true).bytes(new RandomValues(random).value(DEPTH));
      ValueReader reader = new ValueReader(bytes, 0, bytes.length);

      reader.skip();

      assertThat(reader.position()).as("seed %d", seed).isEqualTo(bytes.length);
    }
  }

  @Test
  void readsProtonsArraysOfEachType() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Object first = Proton.of(new RandomValues(random).scalar());
      if (first == null) {
        continue;
      }
      Object array = Array.newInstance(first.getClass(), 1 + random.nextInt(300));
      RandomValues values = new RandomValues(random);
      for (int i = 0; i < Array.getLength(array); i++) {
        Object value = Proton.of(values.scalar());
        Array.set(array, i, value != null && value.getClass() == first.getClass() ? value : first);
      }

      byte[] bytes = proton.encode(array);

      assertThat(read(bytes)).as("seed %d", seed).isEqualTo(Proton.canonical(array));
    }
  }

  @Test
  void readsProtonsArraysOfJavasTypes() {
    Random random = new Random(1);
    for (int length : new int[] {1, 2, 30, 64, 127, 128, 254, 255, 256, 1000}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      boolean[] mixed = new boolean[length];
      mixed[length / 2] = true;
      char[] characters = new char[length];
      characters[0] = 'é';
      List<Object> arrays =
          List.of(
              bytes,
              mixed,
              new boolean[length], // each takes no byte
              new short[length],
              random.ints(length).toArray(),
              new int[length],
              random.longs(length).toArray(),
              new long[length],
              random.doubles(length).toArray(),
              new float[length],
              characters);
      for (Object array : arrays) {
        assertThat(read(proton.encode(array)))
            .as("%d of %s", length, array.getClass())
            .isEqualTo(Proton.canonical(array));
      }
    }
  }

  @Test
  void readsProtonsArraysOfCompounds() {
    Object[] arrays = {
      new String[][] {{"a", "b"}, {"c"}},
      new List<?>[] {List.of(1, "b"), List.of(), List.of(List.of(true))},
      new Map<?, ?>[] {Map.of("a", 1), Map.of()},
    };
    for (Object array : arrays) {
      assertThat(read(proton.encode(array)))
          .as(array.getClass().toString())
          .isEqualTo(Proton.canonical(array));
    }
  }

  @Test
  void readsProtonsArrayOfDescribedValues() {
    Data data = Data.Factory.create();
    data.putArray(true, Data.DataType.STRING);
    data.enter();
    data.putSymbol(Symbol.valueOf("name"));
    data.putString("a");
    data.putString("b");

    Object read = read(data.encode().getArray());

    io.warrenmq.api.message.Symbol name = new io.warrenmq.api.message.Symbol("name");
    assertThat(read).isEqualTo(List.of(new Described(name, "a"), new Described(name, "b")));
  }

  @Test
  void readsProtonsSmallerDecimals() {
    assertThat(read(proton.encode(new Decimal32(0x32800001)))).hasToString("1");
    assertThat(read(proton.encode(new Decimal64(0xB1C0000000000001L)))).hasToString("-1");
  }

  @Test
  void writesAnArrayOfSymbolsThatProtonReads() {
    for (int count : new int[] {0, 1, 3, 300}) {
      List<io.warrenmq.api.message.Symbol> symbols =
          IntStream.range(0, count)
              .mapToObj(i -> new io.warrenmq.api.message.Symbol("symbol " + i))
              .toList();

      byte[] bytes = written(new ValueArray(symbols));

      assertThat(proton.decode(bytes)).isInstanceOf(Symbol[].class);
      assertThat(Proton.canonical(proton.decode(bytes))).isEqualTo(symbols);
      assertThat(read(bytes)).isEqualTo(symbols);
    }
  }

  @Test
  void readsADescriptorsCodeOfEachForm() {
    for (String descriptor : List.of("0044", "005370", "00800000000000000070")) {
      byte[] bytes = HexFormat.of().parseHex(descriptor + "a0021122");
      ValueReader reader = new ValueReader(bytes, 0, bytes.length);

      assertThat(reader.readDescriptorCode()).isEqualTo(descriptor.equals("0044") ? 0 : 0x70);

      assertThat(reader.position()).isEqualTo(bytes.length - 4);
      assertThat(((Described) read(bytes)).descriptor())
          .isEqualTo(Unsigned.ulong(descriptor.equals("0044") ? 0 : 0x70));
    }
  }
}
