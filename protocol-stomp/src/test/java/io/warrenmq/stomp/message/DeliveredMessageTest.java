package io.warrenmq.stomp.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.stomp.codec.FrameWriter;
import io.warrenmq.stomp.codec.HeaderText;
import io.warrenmq.stomp.codec.StompVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveredMessageTest {
  private static final StompVersion V1_0 = StompVersion.V1_0;
  private static final StompVersion V1_1 = StompVersion.V1_1;
  private static final StompVersion V1_2 = StompVersion.V1_2;

  @ParameterizedTest
  @EnumSource
  void whatIsKeptGoesOutAsItIs(StompVersion version) {
    Message message = Sends.message("a:1\ntype:t\n");

    FrameWriter.Content content = new DeliveredMessage(Sends.FORMAT, version).of(message, 0);

    assertThat(content.headers).isSameAs(message.bytes());
    assertThat(content.headersFrom).isEqualTo(SendHeader.LINES_AT);
    assertThat(content.headersTo).isEqualTo(message.headerLength());
    assertThat(content.body).isSameAs(message.bytes());
    assertThat(content.bodyFrom).isEqualTo(message.headerLength());
  }

  @Test
  void clientsOfOlderVersionsGetWhatTheyCanRead() {
    Message message = Sends.message("a:b\\cc\\\\\nb:1\\n2\nc:1\\r2\nd\\ce:1\n");

    assertThat(Sends.seen(V1_2, message, 0))
        .containsExactly("a=b:c\\", "b=1\n2", "c=1\r2", "d:e=1");
    assertThat(Sends.seen(V1_1, message, 0)).containsExactly("a=b:c\\", "b=1\n2", "d:e=1");
    assertThat(Sends.seen(V1_0, message, 0)).containsExactly("a=b:c\\");
  }

  @Test
  void whatWasAddedIsAHeader() {
    Map<String, Object> added = new LinkedHashMap<>();
    added.put("x-own", new Symbol("new"));
    added.put("x-list", List.of(1));
    added.put("x-basic-type", "t");
    added.put("x-number", 7);
    Message message = Sends.message("a:1\nx-own:old\n").annotate(Annotations.NONE.withAll(added));

    assertThat(Sends.seen(message)).containsExactly("a=1", "x-own=new", "x-number=7");
    assertThat(Sends.seen(V1_2, message, 2)).endsWith("x-delivery-count=2");
  }

  @Test
  void aDeadLetterTellsWhereItComesFrom() {
    Death death = new Death("q", DeathReason.EXPIRED, 1, 10, 20, "e", List.of("k"), 1000);
    Message message =
        Sends.message("expiration:1000\na:1\n")
            .annotate(new Annotations(List.of(death), death, true, Map.of()));

    assertThat(Sends.seen(message))
        .containsExactly(
            "a=1",
            "x-first-death-exchange=e",
            "x-first-death-queue=q",
            "x-first-death-reason=expired",
            "x-last-death-exchange=e",
            "x-last-death-queue=q",
            "x-last-death-reason=expired");
  }

  @Test
  void theDestinationIsWhereTheMessageWasSentTo() {
    DeliveredMessage delivered = new DeliveredMessage(Sends.FORMAT, V1_1);
    Message message = Sends.message("");

    assertThat(delivered.of(message, 0).destination).isEqualTo("/exchange/x/a.b".getBytes(UTF_8));
    byte[] first = delivered.of(message, 0).destination;
    assertThat(delivered.of(Sends.message(""), 0).destination).isSameAs(first);
    Message other = message.reroute("", "q:r", List.of(), Message.NO_TTL, Annotations.NONE);
    assertThat(delivered.of(other, 0).destination).isEqualTo("/queue/q\\cr".getBytes(UTF_8));
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.strings()
        .withChars(":\\\n\rncr ключ/")
        .withCharRange('_', '~') // not the sign for NUL
        .ofMaxLength(12)
        .list()
        .ofMaxSize(8);
  }

  /** What one client sends, another gets, whatever their versions. */
  @Property
  void whatAVersionCanWriteItsClientsGet(
      @ForAll("texts") List<String> values, @ForAll StompVersion from, @ForAll StompVersion to) {
    StringBuilder lines = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      byte[] escaped = HeaderText.escape(values.get(i), from);
      if (escaped != null) {
        lines.append("h").append(i).append(':').append(new String(escaped, UTF_8)).append('\n');
        String read = from == V1_0 ? values.get(i).replaceFirst("^ +", "") : values.get(i);
        if (HeaderText.escape(read, to) != null) {
          expected.add("h" + i + "=" + (to == V1_0 ? read.replaceFirst("^ +", "") : read));
        }
      }
    }

    assertThat(Sends.seen(to, Sends.message(from, lines.toString(), "b"), 0)).isEqualTo(expected);
  }
}
