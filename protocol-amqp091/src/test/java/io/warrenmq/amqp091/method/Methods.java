package io.warrenmq.amqp091.method;

import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.FieldTables;
import io.warrenmq.amqp091.wire.LongString;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random methods of every kind, found by reflection so that none can be forgotten. */
final class Methods {
  private Methods() {}

  /** Every record that implements {@link Method}. */
  static List<Class<?>> kinds() {
    return Arrays.stream(Method.class.getPermittedSubclasses())
        .flatMap(group -> Stream.of(group.getPermittedSubclasses()))
        .<Class<?>>map(kind -> kind)
        .toList();
  }

  static Arbitrary<Method> any() {
    return Arbitraries.of(kinds()).flatMap(Methods::of);
  }

  static Arbitrary<Method> of(Class<?> kind) {
    List<Arbitrary<Object>> arguments =
        Arrays.stream(kind.getRecordComponents()).map(Methods::argument).toList();
    return Combinators.combine(arguments).as(values -> make(kind, values));
  }

  private static Method make(Class<?> kind, List<Object> values) {
    try {
      return (Method) kind.getDeclaredConstructors()[0].newInstance(values.toArray());
    } catch (ReflectiveOperationException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private static Arbitrary<Object> argument(RecordComponent component) {
    Class<?> type = component.getType();
    String name = component.getName();
    if (type == String.class) {
      return Arbitraries.strings().ofMaxLength(85).map(FieldTables::wellFormed).asGeneric();
    } else if (type == boolean.class) {
      return Arbitraries.of(true, false).asGeneric();
    } else if (type == int.class) {
      int max = name.startsWith("version") ? 255 : 65535;
      return Arbitraries.integers().between(0, max).asGeneric();
    } else if (type == long.class) {
      return name.equals("deliveryTag")
          ? Arbitraries.longs().asGeneric()
          : Arbitraries.longs().between(0, 0xFFFF_FFFFL).asGeneric();
    } else if (type == LongString.class) {
      return Arbitraries.bytes()
          .array(byte[].class)
          .ofMaxSize(300)
          .map(LongString::ofBytes)
          .asGeneric();
    } else if (type == FieldTable.class) {
      return FieldTables.any().asGeneric();
    }
    throw new AssertionError("argument of type " + type);
  }
}
