package io.warrenmq.amqp091.wire;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random field tables with values of every type. */
public final class FieldTables {
  private FieldTables() {}

  public static Arbitrary<FieldTable> any() {
    return table(3);
  }

  private static Arbitrary<FieldTable> table(int depth) {
    Arbitrary<String> names = Arbitraries.strings().ofMaxLength(20).map(FieldTables::wellFormed);
    return Combinators.combine(names.list().ofMaxSize(6), value(depth).list().ofSize(6))
        .as(
            (keys, values) -> {
              FieldTable.Builder builder = FieldTable.builder();
              for (int i = 0; i < keys.size(); i++) {
                builder.put(keys.get(i), values.get(i));
              }
              return builder.build();
            });
  }

  private static Arbitrary<Object> value(int depth) {
    Arbitrary<Object> scalar =
        Arbitraries.oneOf(
            List.of(
                Arbitraries.strings().ofMaxLength(300).map(LongString::of).asGeneric(),
                Arbitraries.bytes()
                    .array(byte[].class)
                    .ofMaxSize(50)
                    .map(LongString::ofBytes)
                    .asGeneric(),
                Arbitraries.bytes()
                    .array(byte[].class)
                    .ofMaxSize(50)
                    .map(ByteArray::ofBytes)
                    .asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.bytes().asGeneric(),
                Arbitraries.shorts().asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.floats().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.integers().between(0, 255).map(UnsignedByte::new).asGeneric(),
                Arbitraries.integers().between(0, 65535).map(UnsignedShort::new).asGeneric(),
                Arbitraries.longs().between(0, 0xFFFF_FFFFL).map(UnsignedInt::new).asGeneric(),
                Arbitraries.longs()
                    .between(0, 0xFFFF_FFFFL)
                    .map(n -> new Decimal((int) (n % 256), n))
                    .asGeneric(),
                Arbitraries.longs().map(Timestamp::new).asGeneric(),
                Arbitraries.just(VoidValue.VOID).asGeneric()));
    if (depth == 1) {
      return scalar;
    }
    Arbitrary<Object> table = Arbitraries.lazy(() -> table(depth - 1)).asGeneric();
    Arbitrary<Object> array =
        Arbitraries.lazy(() -> value(depth - 1).list().ofMaxSize(4)).asGeneric();
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(8, scalar),
        net.jqwik.api.Tuple.of(1, table),
        net.jqwik.api.Tuple.of(1, array));
  }

  /** Without lone surrogates, which UTF-8 cannot carry. */
  public static String wellFormed(String text) {
    return text.replaceAll("\\p{Cs}", "s");
  }
}
