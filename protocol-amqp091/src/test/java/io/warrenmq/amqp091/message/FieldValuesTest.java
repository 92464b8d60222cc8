package io.warrenmq.amqp091.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.wire.ByteArray;
import io.warrenmq.amqp091.wire.Decimal;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.amqp091.wire.Timestamp;
import io.warrenmq.amqp091.wire.UnsignedByte;
import io.warrenmq.amqp091.wire.UnsignedInt;
import io.warrenmq.amqp091.wire.UnsignedShort;
import io.warrenmq.amqp091.wire.VoidValue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldValuesTest {
  static Stream<Arguments> valuesOfAllTypes() {
    return Stream.of(
        Arguments.of(LongString.of("text"), "longstr"),
        Arguments.of(LongString.ofBytes(new byte[] {(byte) 0xFF}), "longstr"),
        Arguments.of(1, "signedint"),
        Arguments.of(new UnsignedInt(1), "unsignedint"),
        Arguments.of(1L, "long"),
        Arguments.of((short) 1, "short"),
        Arguments.of(new UnsignedShort(1), "unsignedshort"),
        Arguments.of((byte) 1, "byte"),
        Arguments.of(new UnsignedByte(1), "unsignedbyte"),
        Arguments.of(true, "bool"),
        Arguments.of(new Timestamp(1), "timestamp"),
        Arguments.of(1.0, "double"),
        Arguments.of(1.0f, "float"),
        Arguments.of(new Decimal(1, 1), "decimal"),
        Arguments.of(FieldTable.EMPTY, "table"),
        Arguments.of(ByteArray.ofBytes(new byte[1]), "binary"),
        Arguments.of(List.of(), "array"),
        Arguments.of(VoidValue.VOID, "void"));
  }

  @ParameterizedTest
  @MethodSource("valuesOfAllTypes")
  void namesTypesAsRabbitDoes(Object value, String name) {
    assertThat(FieldValues.typeName(value)).isEqualTo(name);
  }
}
