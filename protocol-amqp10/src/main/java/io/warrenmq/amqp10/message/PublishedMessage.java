package io.warrenmq.amqp10.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.ValueCursor;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the broker must know of a published message, and makes the message. Of the sections
 * before the body it looks at the structure, so that no consumer is sent what it cannot take apart;
 * of the body at its type and end. One for each loop, used for one message after the other.
 * Confined to the loop.
 */
public final class PublishedMessage {
  private static final byte[] NONE = {};
  private static final byte[] COPIES = "x-cc".getBytes(US_ASCII);
  private static final byte[] DESTINATION = "x-opt-jms-dest".getBytes(US_ASCII);
  private static final int ABSENT = -1;

  // Where they are among the properties. §3.2.4
  private static final int USER_ID = 1;
  private static final int TO = 2;
  private static final int SUBJECT = 3;
  private static final int READ_PROPERTIES = 4;

  private final MessageSections sections = new MessageSections();
  private final ValueCursor cursor = new ValueCursor();
  private final int[] propertyAt = new int[READ_PROPERTIES];
  private byte[] bytes = NONE;
  private boolean durable;
  private int priority;
  private long ttlMs;
  private int copiesAt; // the value of x-cc, or ABSENT
  private Destination destination = Destination.UNKNOWN;

  /** What kind of destination a message was sent to, as JMS clients say. */
  public enum Destination {
    /** It is not said. */
    UNKNOWN,
    /** A queue. */
    QUEUE,
    /** A topic. */
    TOPIC
  }

  /** Creates it, before any message. */
  public PublishedMessage() {}

  /**
   * Takes the next message.
   *
   * @param message all its sections, owned by this object until {@link #toMessage}
   * @throws DecodeFault when it is none
   */
  public void read(byte[] message) {
    bytes = message;
    sections.read(message);
    durable = false;
    priority = Message.NO_PRIORITY;
    ttlMs = Message.NO_TTL;
    copiesAt = ABSENT;
    destination = Destination.UNKNOWN;
    Arrays.fill(propertyAt, ABSENT);
    if (sections.has(Section.HEADER)) {
      readHeader();
    }
    if (sections.has(Section.MESSAGE_ANNOTATIONS)) {
      readAnnotations();
    }
    if (sections.has(Section.PROPERTIES)) {
      readProperties();
    }
    if (sections.has(Section.APPLICATION_PROPERTIES)) {
      readApplicationProperties();
    }
  }

  private void begin(int section) {
    cursor.begin(bytes, sections.valueAt(section), sections.endAt(section));
  }

  private void readHeader() {
    begin(Section.HEADER);
    int fields = cursor.enterList();
    for (int i = 0; i < fields; i++) {
      if (cursor.skipNull()) {
        continue;
      }
      switch (i) {
        case 0 -> durable = cursor.bool();
        case 1 -> priority = (int) Math.min(cursor.uint(), 255);
        case 2 -> ttlMs = cursor.uint();
        default -> cursor.skip();
      }
    }
    cursor.checkEnd();
  }

  private void readAnnotations() {
    begin(Section.MESSAGE_ANNOTATIONS);
    int entries = cursor.enterMap();
    for (int i = 0; i < entries; i++) {
      if (!cursor.isSymbol() && !cursor.isUlong()) { // §3.2.10
        throw new DecodeFault("a message annotation whose key is no symbol");
      }
      boolean isCopies = cursor.isText(COPIES);
      boolean isDestination = !isCopies && cursor.isText(DESTINATION);
      cursor.skip();
      if (isCopies) {
        copiesAt = cursor.position();
      }
      if (isDestination) {
        destination = destination(cursor.value());
      } else {
        cursor.skip();
      }
    }
    cursor.checkEnd();
  }

  /** JMS mapping for AMQP, §3.3: 0 and 2 are queues, 1 and 3 are topics. */
  private static Destination destination(@Nullable Object kind) {
    return !(kind instanceof Byte number)
        ? Destination.UNKNOWN
        : (number & 1) == 0 ? Destination.QUEUE : Destination.TOPIC;
  }

  private void readProperties() {
    begin(Section.PROPERTIES);
    int fields = cursor.enterList();
    for (int i = 0; i < fields; i++) {
      if (cursor.skipNull()) {
        continue;
      }
      if (i < READ_PROPERTIES) {
        propertyAt[i] = cursor.position();
      }
      cursor.skip();
    }
    cursor.checkEnd();
  }

  private void readApplicationProperties() {
    begin(Section.APPLICATION_PROPERTIES);
    int entries = cursor.enterMap();
    for (int i = 0; i < entries; i++) {
      if (!cursor.isString()) { // §3.2.5
        throw new DecodeFault("an application property whose key is no string");
      }
      cursor.skip();
      cursor.skip();
    }
    cursor.checkEnd();
  }

  /** Where it is to go: for links that lead nowhere by themselves; {@code null} when absent. */
  public @Nullable String to() {
    return text(TO, "to");
  }

  /** What {@link #to} is. */
  public Destination destination() {
    return destination;
  }

  /** The subject, a routing key on some links; {@code null} when absent. */
  public @Nullable String subject() {
    return text(SUBJECT, "subject");
  }

  /** Who the publisher says it is; {@code null} when absent. */
  public @Nullable Binary userId() {
    if (propertyAt[USER_ID] == ABSENT) {
      return null;
    } else if (property(USER_ID) instanceof Binary id) {
      return id;
    }
    throw new DecodeFault("property user-id is no binary");
  }

  private @Nullable String text(int property, String name) {
    if (propertyAt[property] == ABSENT) {
      return null;
    } else if (property(property) instanceof String text) {
      return text;
    }
    throw new DecodeFault("property " + name + " is no string");
  }

  private @Nullable Object property(int property) {
    return valueAt(propertyAt[property], Section.PROPERTIES);
  }

  private @Nullable Object valueAt(int at, int section) {
    cursor.begin(bytes, at, sections.endAt(section));
    return cursor.value();
  }

  /**
   * Checks that the publisher does not pretend to be somebody else.
   *
   * @throws AmqpFault when it does
   */
  public void checkUserId(Principal principal) {
    Binary claimed = userId();
    if (claimed == null || principal.mayImpersonate()) {
      return;
    }
    String name = new String(claimed.bytes(), UTF_8);
    if (!name.equals(principal.name())) {
      throw AmqpFault.link(
          AmqpCondition.UNAUTHORIZED_ACCESS,
          "user_id property set to '"
              + name
              + "' but authenticated user was '"
              + principal.name()
              + "'");
    }
  }

  /**
   * Makes the message.
   *
   * @param receivedMs wall time
   * @throws AmqpFault when the annotation {@code x-cc} is not acceptable
   */
  public Message toMessage(long receivedMs, String exchange, String routingKey) {
    Message message =
        new Message(
            Amqp10Format.INSTANCE,
            bytes,
            sections.bodyAt(),
            durable,
            priority,
            ttlMs,
            receivedMs,
            exchange,
            routingKey,
            copiesAt == ABSENT ? List.of() : copies());
    bytes = NONE;
    sections.clear();
    cursor.clear();
    return message;
  }

  private List<String> copies() {
    if (valueAt(copiesAt, Section.MESSAGE_ANNOTATIONS) instanceof List<?> list) {
      List<String> keys = new ArrayList<>(list.size());
      for (Object each : list) {
        if (each instanceof String key) {
          keys.add(key);
        }
      }
      if (keys.size() == list.size()) {
        return keys;
      }
    }
    throw AmqpFault.link(
        AmqpCondition.INVALID_FIELD,
        "bad value for 'x-cc' message-annotation: it must be a list of strings");
  }
}
