package io.warrenmq.amqp10.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErlangTermTest {
  @Test
  void printsValuesWithTheirTypes() {
    assertThat(ErlangTerm.typed(null)).isEqualTo("null");
    assertThat(ErlangTerm.typed(true)).isEqualTo("true");
    assertThat(ErlangTerm.typed("a\"b\\")).isEqualTo("{utf8,<<\"a\\\"b\\\\\">>}");
    assertThat(ErlangTerm.typed("é")).isEqualTo("{utf8,<<\"é\"/utf8>>}");
    assertThat(ErlangTerm.typed(new Symbol("s"))).isEqualTo("{symbol,<<\"s\">>}");
    assertThat(ErlangTerm.typed((byte) -1)).isEqualTo("{byte,-1}");
    assertThat(ErlangTerm.typed((short) 1)).isEqualTo("{short,1}");
    assertThat(ErlangTerm.typed(1)).isEqualTo("{int,1}");
    assertThat(ErlangTerm.typed(1L)).isEqualTo("{long,1}");
    assertThat(ErlangTerm.typed(1.5f)).isEqualTo("{float,1.5}");
    assertThat(ErlangTerm.typed(1.5)).isEqualTo("{double,1.5}");
    assertThat(ErlangTerm.typed(Unsigned.ubyte(1))).isEqualTo("{ubyte,1}");
    assertThat(ErlangTerm.typed(Unsigned.ushort(1))).isEqualTo("{ushort,1}");
    assertThat(ErlangTerm.typed(Unsigned.uint(1))).isEqualTo("{uint,1}");
    assertThat(ErlangTerm.typed(Unsigned.ulong(-1))).isEqualTo("{ulong,18446744073709551615}");
    assertThat(ErlangTerm.typed(new Timestamp(5))).isEqualTo("{timestamp,5}");
    assertThat(ErlangTerm.typed(new Binary(new byte[] {'a'}))).isEqualTo("{binary,<<\"a\">>}");
    assertThat(ErlangTerm.typed(List.of(1, "a"))).isEqualTo("{list,[{int,1},{utf8,<<\"a\">>}]}");
    assertThat(ErlangTerm.typed(Map.of("a", 1))).isEqualTo("{map,[{{utf8,<<\"a\">>},{int,1}}]}");
    assertThat(ErlangTerm.typed(Described.of(7, false))).isEqualTo("{described,{ulong,7},false}");
  }

  @Test
  void printsText() {
    assertThat(ErlangTerm.text("/queues/✋")).isEqualTo("<<\"/queues/✋\"/utf8>>");
    assertThat(ErlangTerm.string("a\"é")).isEqualTo("\"a\\\"é\"");
  }

  @Test
  void doesNotRepeatAllThatAClientSays() {
    assertThat(ErlangTerm.typed("a".repeat(1_000_000))).hasSize(258).endsWith("aaa...");
    assertThat(ErlangTerm.typed(Collections.nCopies(1_000_000, true))).hasSize(258);
  }
}
