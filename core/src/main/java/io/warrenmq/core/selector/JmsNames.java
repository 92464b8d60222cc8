package io.warrenmq.core.selector;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What names in selectors stand for: JMS's own (3.1 §3.8.1.1), mapped to AMQP's fields as Qpid JMS,
 * Broker-J and Artemis do; Artemis's for the same; sections written out, as in {@link
 * SectionNames}; and of all others, the application's, headers. Where a message has nothing in the
 * field of a JMS name, it may have a header of that name, as STOMP's clients and RabbitMQ's for JMS
 * send it. Stateless.
 */
final class JmsNames {
  /**
   * What is known only of a delivery. JMS leaves open what a selector on these does; one that never
   * matches would help nobody.
   */
  private static final Set<String> OF_DELIVERIES =
      Set.of("JMSRedelivered", "JMSXDeliveryCount", "JMSXRcvTimestamp", "JMSXConsumerTXID");

  private static final Source MESSAGE_ID =
      message -> JmsIds.messageId(Source.property(Property.MESSAGE_ID).of(message));
  private static final Source CORRELATION_ID =
      message -> JmsIds.correlationId(Source.property(Property.CORRELATION_ID).of(message));
  private static final Source USER_ID =
      message -> text(Source.property(Property.USER_ID).of(message));
  private static final Source TIMESTAMP = Source.property(Property.TIMESTAMP).as(Kind.NUMBER);
  private static final Source EXPIRATION =
      Source.property(Property.EXPIRY_TIME).or(JmsNames::endOfLife).as(Kind.NUMBER);
  private static final Source GROUP_ID = Source.property(Property.GROUP_ID);

  private static final Map<String, Source> FIELDS =
      Map.ofEntries(
          Map.entry("JMSMessageID", MESSAGE_ID.or(Source.header("JMSMessageID"))),
          Map.entry("JMSCorrelationID", CORRELATION_ID.or(Source.header("JMSCorrelationID"))),
          Map.entry(
              "JMSType",
              Source.property(Property.SUBJECT)
                  .or(Source.property(Property.TYPE))
                  .or(Source.header("JMSType"))),
          Map.entry("JMSPriority", SectionNames.PRIORITY),
          Map.entry("JMSDeliveryMode", durable("PERSISTENT", "NON_PERSISTENT")),
          Map.entry("JMSTimestamp", TIMESTAMP),
          Map.entry("JMSExpiration", EXPIRATION),
          Map.entry("JMSReplyTo", Source.property(Property.REPLY_TO)),
          Map.entry("JMSDestination", Source.property(Property.TO)),
          Map.entry("JMSXUserID", USER_ID.or(Source.header("JMSXUserID"))),
          Map.entry("JMSXGroupID", GROUP_ID.or(Source.header("JMSXGroupID"))),
          Map.entry(
              "JMSXGroupSeq",
              Source.property(Property.GROUP_SEQUENCE).or(Source.header("JMSXGroupSeq"))),
          Map.entry("AMQUserID", MESSAGE_ID),
          Map.entry("AMQPriority", SectionNames.PRIORITY),
          Map.entry("AMQDurable", durable("DURABLE", "NON_DURABLE")),
          Map.entry("AMQTimestamp", TIMESTAMP),
          Map.entry("AMQExpiration", EXPIRATION),
          Map.entry("AMQGroupID", GROUP_ID));

  private JmsNames() {}

  /** Whether it is known only of a delivery, and no name for a selector. */
  static boolean isOfDeliveries(String name) {
    return OF_DELIVERIES.contains(name);
  }

  /** What a name stands for. */
  static Source of(String name) {
    Source field = FIELDS.get(name);
    if (field != null) {
      return field;
    }
    // Not the short forms: "a.b" is more likely a header than a section.
    boolean hasSection =
        name.startsWith("properties.")
            || name.startsWith("application_properties.")
            || name.startsWith("header.");
    Source section = hasSection ? SectionNames.of(name) : null;
    return section == null ? Source.header(name) : section;
  }

  private static Source durable(String yes, String no) {
    return ((Source) message -> message.isDurable() ? yes : no).as(Kind.TEXT);
  }

  /** When a message without expiry time expires, by its TTL; 0 for never. JMS 3.1 §3.4.8. */
  private static Object endOfLife(Message message) {
    return message.ttlMs() == Message.NO_TTL ? 0L : message.receivedMs() + message.ttlMs();
  }

  private static @Nullable Object text(@Nullable Object userId) {
    return userId instanceof Binary bytes ? Values.text(bytes) : userId;
  }
}
