package io.warrenmq.core.exchange;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.exchange.SlotSet;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code headers}: a binding's arguments are compared with the message's headers. {@code x-match}
 * says whether all must match or any; the plain forms leave {@code x-…} arguments out, {@code
 * all-with-x} and {@code any-with-x} do not. An argument without a value asks for presence only.
 */
public final class HeadersExchange implements ExchangeType {
  private static final String MATCH = "x-match";

  @Override
  public String name() {
    return "headers";
  }

  @Override
  public void validateBinding(
      ExchangeDeclaration exchange, String routingKey, Arguments arguments) {
    Object match = arguments.get(MATCH);
    if (match == null) {
      return;
    }
    if (!(match instanceof String text)) {
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED,
          "Invalid x-match field type "
              + Arguments.typeName(match)
              + " (value "
              + match
              + "); expected longstr");
    }
    switch (text) {
      case "all", "any", "all-with-x", "any-with-x" -> {}
      default ->
          throw new BrokerException(
              ErrorKind.PRECONDITION_FAILED,
              "Invalid x-match field value <<\""
                  + text
                  + "\">>; expected all, any, all-with-x, or any-with-x");
    }
  }

  @Override
  public ExchangeRouter newRouter(ExchangeDeclaration declaration) {
    return new Router();
  }

  private static final class Router implements ExchangeRouter {
    private final SlotSet<Rule> rules = new SlotSet<>();

    @Override
    public void bind(Binding binding) {
      rules.add(Rule.of(binding));
    }

    @Override
    public void unbind(Binding binding) {
      rules.remove(Rule.of(binding));
    }

    @Override
    public void route(Message message, String routingKey, RouteSink sink) {
      Map<String, Object> headers = null;
      for (Object slot : rules.slots()) {
        if (slot != null) {
          if (headers == null) {
            headers = message.format().headers(message);
          }
          Rule rule = (Rule) slot;
          if (rule.matches(headers)) {
            sink.add(rule.destination);
          }
        }
      }
    }
  }

  /** One binding, compiled. Two are equal when they lead to the same place and ask for the same. */
  private record Rule(Destination destination, boolean any, Map<String, Object> wanted) {
    static Rule of(Binding binding) {
      String match = binding.arguments().text(MATCH);
      boolean withX = match != null && match.endsWith("-with-x");
      Map<String, Object> wanted = new LinkedHashMap<>();
      binding
          .arguments()
          .asMap()
          .forEach(
              (name, value) -> {
                if (!name.equals(MATCH) && (withX || !name.startsWith("x-"))) {
                  wanted.put(name, value);
                }
              });
      boolean any = match != null && match.startsWith("any");
      return new Rule(binding.destination(), any, wanted);
    }

    boolean matches(Map<String, Object> headers) {
      for (Map.Entry<String, Object> want : wanted.entrySet()) {
        boolean same = isSame(want.getValue(), headers.get(want.getKey()));
        if (same == any) {
          return any;
        }
      }
      return !any;
    }

    private static boolean isSame(Object want, @Nullable Object have) {
      if (have == null) {
        return false;
      }
      if (want == Arguments.VOID || want.equals(have)) {
        return true;
      }
      // As in RabbitMQ, values are compared and not their types: neither the width in which a
      // client
      // sends a number nor whether it calls its bytes text says anything; but 1 is not 1.0.
      if (want instanceof Binary != have instanceof Binary) {
        return Arrays.equals(bytes(want), bytes(have));
      }
      Number a = number(want);
      Number b = number(have);
      if (a == null || b == null || isFloating(a) != isFloating(b)) {
        return false;
      }
      return isFloating(a) ? a.doubleValue() == b.doubleValue() : a.longValue() == b.longValue();
    }

    private static byte @Nullable [] bytes(Object value) {
      return value instanceof Binary binary
          ? binary.bytes()
          : value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
    }

    private static @Nullable Number number(Object value) {
      if (value instanceof Unsigned unsigned) {
        // Of 64 bits, those beyond the signed ones equal only themselves.
        return unsigned.bits() >= 0 ? unsigned.bits() : null;
      }
      return value instanceof Number number && !(value instanceof BigDecimal) ? number : null;
    }

    private static boolean isFloating(Number number) {
      return number instanceof Double || number instanceof Float;
    }
  }
}
