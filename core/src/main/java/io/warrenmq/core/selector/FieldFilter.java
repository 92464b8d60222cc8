package io.warrenmq.core.selector;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.queue.MessageFilter;
import io.warrenmq.api.resource.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A filter that compares fields with values, all of which must match: AMQP 1.0's {@code
 * properties-filter} and {@code application-properties-filter} (Filter Expressions §4), as RabbitMQ
 * 4.1 has them. Immutable; any loop.
 */
final class FieldFilter implements MessageFilter {
  /** Fields of one filter, as in RabbitMQ. */
  static final int FIELDS_MAX = 16;

  private final String text;
  private final List<Field> fields;

  private FieldFilter(String text, List<Field> fields) {
    this.text = text;
    this.fields = fields;
  }

  /** What is wanted of one field. */
  @FunctionalInterface
  private interface Field {
    boolean matches(Message message);
  }

  /** A filter on properties, by AMQP 1.0's names. */
  static FieldFilter ofProperties(Map<String, @Nullable Object> wanted) {
    List<Field> fields = new ArrayList<>();
    checkCount("properties filter", wanted);
    wanted.forEach(
        (name, value) -> {
          Property property = PropertyNames.property(name);
          if (property == null) {
            throw malformed("properties filter: there is no property '" + shown(name) + "'");
          } else if (isGiven(value) && !fits(property, value)) {
            throw malformed("properties filter: " + name + " cannot be of this type");
          } else if (isGiven(value)) {
            Source source = Source.property(property);
            Test test = Test.of("properties filter: " + name, value);
            fields.add(message -> test.holds(source.of(message)));
          }
        });
    return new FieldFilter("properties " + wanted, fields);
  }

  /** A filter on application properties. */
  static FieldFilter ofApplicationProperties(Map<String, @Nullable Object> wanted) {
    List<Field> fields = new ArrayList<>();
    checkCount("application properties filter", wanted);
    wanted.forEach(
        (name, value) -> {
          String field = "application properties filter: " + shown(name);
          if (!isGiven(value)) {
            fields.add(message -> message.header(name) != null);
          } else if (value instanceof List<?> || value instanceof Map<?, ?>) {
            throw malformed(field + " cannot be of this type");
          } else {
            Source source = Source.header(name);
            Test test = Test.of(field, value);
            fields.add(message -> test.holds(source.of(message)));
          }
        });
    return new FieldFilter("application properties " + wanted, fields);
  }

  private static boolean isGiven(@Nullable Object value) {
    return value != null && value != Arguments.VOID;
  }

  private static void checkCount(String filter, Map<?, ?> wanted) {
    if (wanted.isEmpty() || wanted.size() > FIELDS_MAX) {
      throw malformed(
          filter + " with " + wanted.size() + " fields; it must have 1 to " + FIELDS_MAX);
    }
  }

  private static String shown(String name) {
    return ExpressionText.printable(name.length() > 40 ? name.substring(0, 40) + "..." : name);
  }

  private static BrokerException malformed(String text) {
    return new BrokerException(ErrorKind.MALFORMED, text);
  }

  /** Whether a property can have values of such a type. Symbols and texts are the same to us. */
  private static boolean fits(Property property, Object value) {
    boolean isText = value instanceof String || value instanceof Symbol;
    return switch (property) {
      case MESSAGE_ID, CORRELATION_ID ->
          isText
              || value instanceof Binary
              || value instanceof UUID
              || (Numbers.isNumber(value) && !(value instanceof Timestamp));
      case USER_ID -> isText || value instanceof Binary;
      case EXPIRY_TIME, TIMESTAMP -> value instanceof Timestamp;
      case GROUP_SEQUENCE -> Numbers.isNumber(value) && !(value instanceof Timestamp);
      default -> isText;
    };
  }

  @Override
  public boolean matches(Message message) {
    for (Field field : fields) {
      if (!field.matches(message)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }

  /** What is wanted of a value. */
  @FunctionalInterface
  private interface Test {
    boolean holds(@Nullable Object value);

    /**
     * Filter Expressions §4.1.1: a text may begin with what says how it is meant.
     *
     * @param field how it is named in a refusal
     */
    static Test of(String field, Object wanted) {
      if (!(wanted instanceof String text) || !text.startsWith("&")) {
        Object plain = Values.plain(wanted);
        return value -> value != null && plain != null && Values.equal(value, plain);
      } else if (text.startsWith("&&")) {
        String literal = text.substring(1);
        return value -> value != null && Values.equal(value, literal);
      }
      String affix = text.substring(Math.min(3, text.length()));
      if (text.startsWith("&p:")) {
        return value -> isText(value, found -> found.startsWith(affix));
      } else if (text.startsWith("&s:")) {
        return value -> isText(value, found -> found.endsWith(affix));
      }
      throw malformed(field + ": a text that begins with & must go on with p:, s: or &");
    }

    private static boolean isText(@Nullable Object value, Predicate<String> wanted) {
      String text = value instanceof Binary bytes ? Values.text(bytes) : null;
      if (value instanceof String string) {
        text = string;
      }
      return text != null && wanted.test(text);
    }
  }
}
