package io.warrenmq.core.selector;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Unsigned;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers as Qpid JMS shows them to applications, so that what one reads there can be selected
 * on: {@code ID:AMQP_UUID:…}, {@code ID:AMQP_ULONG:…}, {@code ID:AMQP_BINARY:…} in capital hex
 * digits, text as it is. A message's text that lacks JMS's {@code ID:} gets {@code
 * ID:AMQP_NO_PREFIX:}, and one that looks like one of these forms {@code ID:AMQP_STRING:}.
 * Stateless.
 */
final class JmsIds {
  private static final String PREFIX = "ID:";
  private static final String STRING = PREFIX + "AMQP_STRING:";
  private static final String NO_PREFIX = PREFIX + "AMQP_NO_PREFIX:";
  private static final String UUID_FORM = PREFIX + "AMQP_UUID:";
  private static final String ULONG = PREFIX + "AMQP_ULONG:";
  private static final String BINARY = PREFIX + "AMQP_BINARY:";
  private static final List<String> FORMS = List.of(STRING, NO_PREFIX, UUID_FORM, ULONG, BINARY);

  private JmsIds() {}

  /** {@code JMSMessageID}; {@code null} for none. */
  static @Nullable String messageId(@Nullable Object id) {
    return id instanceof String text && !text.startsWith(PREFIX)
        ? NO_PREFIX + text
        : correlationId(id);
  }

  /** {@code JMSCorrelationID}, of which text need not begin with {@code ID:}. */
  static @Nullable String correlationId(@Nullable Object id) {
    if (id instanceof String text) {
      return isForm(text) ? STRING + text : text;
    } else if (id instanceof UUID) {
      return UUID_FORM + id;
    } else if (id instanceof Unsigned) {
      return ULONG + id;
    }
    return id instanceof Binary bytes ? BINARY + bytes.toString().toUpperCase(Locale.ROOT) : null;
  }

  private static boolean isForm(String text) {
    if (text.startsWith(PREFIX)) {
      for (String form : FORMS) {
        if (text.startsWith(form)) {
          return true;
        }
      }
    }
    return false;
  }
}
