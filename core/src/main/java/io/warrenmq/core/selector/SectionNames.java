package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
import org.jspecify.annotations.Nullable;

/**
 * Names with the section in front of them, AMQP Filter Expressions 1.0 §6.4.4.4: {@code
 * properties.subject}, {@code application_properties.colour}, {@code header.priority}. Stateless.
 */
final class SectionNames {
  /** What a message without priority has. AMQP 1.0 §3.2.1, JMS 3.1 §3.4.9. */
  static final int PRIORITY_DEFAULT = 4;

  /** The priority. */
  static final Source PRIORITY =
      ((Source)
              message ->
                  message.priority() == Message.NO_PRIORITY ? PRIORITY_DEFAULT : message.priority())
          .as(Kind.NUMBER);

  private SectionNames() {}

  /** What a name without section stands for, which is an application property, or one with. */
  static @Nullable Source of(String name) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return Source.header(name);
    }
    String field = name.substring(dot + 1);
    return switch (name.substring(0, dot)) {
      case "header", "h" -> field.equals("priority") ? PRIORITY : null;
      case "properties", "p" -> property(field);
      case "application_properties", "a" -> Source.header(field);
      default -> null;
    };
  }

  private static @Nullable Source property(String field) {
    Property property = PropertyNames.inExpression(field);
    return property == null ? null : Source.property(property);
  }
}
