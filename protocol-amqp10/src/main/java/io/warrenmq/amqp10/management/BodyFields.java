package io.warrenmq.amqp10.management;

import io.warrenmq.amqp10.error.ErlangTerm;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.resource.Arguments;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The map that is a request's body, with no fields but those that are known. Immutable. */
final class BodyFields {
  private static final String ARGUMENTS = "arguments";

  private final Map<?, ?> map;
  private final String what;

  private BodyFields(Map<?, ?> map, String what) {
    this.map = map;
    this.what = what;
  }

  /**
   * Fails with {@link Refused} for a body that is no map, and for a field that is unknown or of
   * another type.
   *
   * @param what what a field is called: {@code queue property}
   * @param types of the fields that may be there, {@code arguments} beside them
   */
  static BodyFields read(CanonicalMessage.Body body, String what, Map<String, Class<?>> types) {
    if (!(body instanceof CanonicalMessage.Value section
        && section.value() instanceof Map<?, ?> map)) {
      throw Refused.badRequest("the body must be an amqp-value section that holds a map");
    }
    for (Map.Entry<?, ?> field : map.entrySet()) {
      Class<?> type =
          ARGUMENTS.equals(field.getKey())
              ? Map.class
              : field.getKey() instanceof String name ? types.get(name) : null;
      if (type == null || !type.isInstance(field.getValue())) {
        throw Refused.badRequest(
            "bad " + what + " " + ErlangTerm.entry(field.getKey(), field.getValue()));
      }
    }
    return new BodyFields(map, what);
  }

  boolean flag(String name, boolean absent) {
    return map.get(name) instanceof Boolean flag ? flag : absent;
  }

  @Nullable String text(String name) {
    return map.get(name) instanceof String text ? text : null;
  }

  /** Fails with {@link Refused} when it is absent. */
  String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw Refused.badRequest("missing " + what + " '" + name + "'");
    }
    return text;
  }

  /** Fails with {@link Refused} when they are none. */
  Arguments arguments() {
    return map.get(ARGUMENTS) instanceof Map<?, ?> arguments
        ? ArgumentMap.read(arguments)
        : Arguments.NONE;
  }
}
