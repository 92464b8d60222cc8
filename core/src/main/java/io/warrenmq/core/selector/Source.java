package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
import org.jspecify.annotations.Nullable;

/** Where in a message the value of a name is. Immutable; any loop. */
@FunctionalInterface
interface Source {
  /** The value; {@code null} when the message has none. */
  @Nullable Object of(Message message);

  /** What is known of the value. */
  default Kind kind() {
    return Kind.ANY;
  }

  /** An application header. */
  static Source header(String name) {
    return message -> Values.plain(message.header(name));
  }

  /** A property. */
  static Source property(Property property) {
    return message -> Values.plain(message.format().property(message, property));
  }

  /** This, or the other where the message has nothing here. */
  default Source or(Source other) {
    return message -> {
      Object value = of(message);
      return value == null ? other.of(message) : value;
    };
  }

  /** The same, of which is known what it is. */
  default Source as(Kind kind) {
    Source source = this;
    return new Source() {
      @Override
      public @Nullable Object of(Message message) {
        return source.of(message);
      }

      @Override
      public Kind kind() {
        return kind;
      }
    };
  }
}
