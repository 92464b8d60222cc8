package io.warrenmq.core.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.queue.MessageFilter;
import io.warrenmq.api.resource.Arguments;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.BooleanExpression;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.filter.Filterable;
import org.apache.activemq.artemis.selector.impl.SelectorParser;
import org.junit.jupiter.api.Test;

/**
 * Selectors by chance: asks Artemis's parser and ours about the same messages, and sees that
 * whatever is sent makes a filter or a refusal, and no filter ever fails. The system property
 * {@code warren.fuzz.factor} says how many times five thousand selectors and fifty thousand heaps
 * of tokens, {@code warren.fuzz.seed} from which seed.
 */
class SelectorFuzzTest {
  private static final int SELECTORS = 5000;
  private static final int HEAPS = 50_000;
  private static final int MESSAGES = 8;
  private static final long SEED = Long.getLong("warren.fuzz.seed", 20L);
  private static final int FACTOR = Integer.getInteger("warren.fuzz.factor", 1);

  private static final List<String> TOKENS =
      List.of(
          "a",
          "b",
          "p.subject",
          "JMSPriority",
          "\"x\"",
          "[x]",
          "'a'",
          "'%'",
          "'_'",
          "\"t",
          "0x1F",
          "0xGG",
          "017",
          "1",
          "9223372036854775808",
          "1.5E3",
          ".5",
          "1e999",
          "TRUE",
          "FALSE",
          "AND",
          "OR",
          "NOT",
          "LIKE",
          "IN",
          "IS",
          "NULL",
          "BETWEEN",
          "ESCAPE",
          "UTC",
          "UTC()",
          "(",
          ")",
          ",",
          "=",
          "<>",
          "!=",
          "<",
          "<=",
          ">",
          ">=",
          "+",
          "-",
          "*",
          "/",
          "%",
          "#",
          "\u0000",
          "'");

  private static final List<Object> VALUES =
      List.of(
          "a",
          "",
          new Symbol("a"),
          'c',
          true,
          (byte) 1,
          (short) -1,
          5,
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          Unsigned.ubyte(200),
          Unsigned.ulong(-1),
          1.5f,
          Float.NaN,
          -0.0,
          Double.POSITIVE_INFINITY,
          new BigDecimal("1E+6144"),
          new BigDecimal("-1E-6176"),
          new Timestamp(-1),
          new UUID(1, 2),
          new Binary(new byte[] {-1}),
          Arguments.VOID,
          List.of(1),
          Map.of("k", "v"));

  @Test
  void agreesWithArtemisWhereJmsSaysWhatIsRight() throws FilterException {
    RandomSelector chance = new RandomSelector(new Random(SEED));
    int matched = 0;
    int rounds = SELECTORS * FACTOR;
    for (int i = 0; i < rounds; i++) {
      String selector = chance.condition();
      MessageFilter ours = MessageFilters.selector(selector);
      MessageFilter oursTurned = MessageFilters.selector("NOT (" + selector + ")");
      BooleanExpression theirs = SelectorParser.parse(selector);
      BooleanExpression theirsTurned = SelectorParser.parse("NOT (" + selector + ")");
      for (int j = 0; j < MESSAGES; j++) {
        Map<String, Object> headers = chance.headers();
        Message message = RandomSelector.message(headers);
        Filterable filterable = new Headers(headers);

        // Both ways round: so it shows whether what does not match is false or unknown.
        assertThat(ours.matches(message))
            .as("seed %s: %s of %s", SEED, selector, headers)
            .isEqualTo(theirs.matches(filterable));
        assertThat(oursTurned.matches(message))
            .as("seed %s: NOT (%s) of %s", SEED, selector, headers)
            .isEqualTo(theirsTurned.matches(filterable));
        matched += ours.matches(message) ? 1 : 0;
      }
    }
    assertThat(matched).isBetween(rounds * MESSAGES / 10, rounds * MESSAGES * 9 / 10);
  }

  @Test
  void whateverIsSentMakesAFilterOrARefusal() {
    Random random = new Random(SEED);
    int filters = 0;
    for (int i = 0; i < HEAPS * FACTOR; i++) {
      String heap =
          Stream.generate(() -> TOKENS.get(random.nextInt(TOKENS.size())))
              .limit(1 + random.nextInt(8))
              .collect(Collectors.joining(random.nextInt(4) == 0 ? "" : " "));
      FilteredMessage message =
          new FilteredMessage().header("a", anyValue(random)).header("b", anyValue(random));
      try {
        MessageFilter filter =
            random.nextBoolean()
                ? MessageFilters.selector(heap)
                : FilteredMessage.FILTERS.sqlFilter(heap);
        filter.matches(message.message());
        filters++;
      } catch (BrokerException e) {
        assertThat(e.kind()).isEqualTo(ErrorKind.MALFORMED);
        assertThat(e.text()).hasSizeLessThan(400).contains(" at character ");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + ": " + heap, e);
      }
    }
    assertThat(filters).isGreaterThan(HEAPS * FACTOR / 100);
  }

  @Test
  void noValuesMakeAFilterFail() {
    for (Object a : VALUES) {
      for (Object b : VALUES) {
        FilteredMessage message = new FilteredMessage().header("a", a).header("b", b);
        for (String operator : List.of("=", "<>", "<", "<=", ">", ">=")) {
          for (String compared : List.of("a", "-a", "a + b", "a - b", "a * b", "a / b", "a % b")) {
            String expression = compared + operator + "b";
            assertThatCode(() -> message.filtered(expression))
                .as("%s of %s and %s", expression, a, b)
                .doesNotThrowAnyException();
          }
        }
        assertThatCode(() -> message.filtered("a IN (b, 'x') OR a IN ('a') OR NOT a LIKE '%_%'"))
            .as("%s and %s", a, b)
            .doesNotThrowAnyException();
      }
    }
    String product = String.join("*", Collections.nCopies(1000, "a"));
    FilteredMessage large = new FilteredMessage().header("a", new BigDecimal("9E+6144"));
    assertThat(large.filtered(product + " + 1 > 0.5")).isEqualTo("TRUE");
  }

  private static Object anyValue(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  private record Headers(Map<String, Object> headers) implements Filterable {
    @Override
    public <T> T getBodyAs(Class<T> type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object getProperty(SimpleString name) {
      Object value = headers.get(name.toString());
      // Artemis fails where such are negated.
      return value instanceof Byte || value instanceof Short
          ? (Object) ((Number) value).intValue()
          : value;
    }

    @Override
    public Object getLocalConnectionId() {
      throw new UnsupportedOperationException();
    }
  }
}
