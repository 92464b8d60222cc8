package io.warrenmq.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.message.MessageFormat.Property;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every message format keeps. Stateless. */
final class FormatChecks {
  private FormatChecks() {}

  /** A message that is made of the stored bytes of another one reads as that does. */
  static void readsWhatWasStored(Message message) {
    byte[] bytes = message.bytes().clone();
    Message read =
        new Message(
                message.format(),
                bytes.clone(),
                message.headerLength(),
                message.isDurable(),
                message.priority(),
                message.ttlMs(),
                message.receivedMs(),
                message.exchange(),
                message.routingKey(),
                message.extraRoutingKeys())
            .annotate(message.annotations());

    assertEquals(
        message.format().toCanonical(message), message.format().toCanonical(read), "as it was");
    readsConsistently(read);
    assertArrayEquals(bytes, read.bytes(), "to read a message does not change its bytes");
  }

  /** Takes messages of any content, and what it has taken it can read and give back. */
  static void takesAnything(MessageFormat format) {
    for (CanonicalMessage content : SampleMessages.all()) {
      Message original =
          PlainFormat.INSTANCE
              .message("amq.topic", "a.key", "")
              .annotate(Annotations.NONE.with("x-added", "by the broker"));
      Message taken = format.fromCanonical(original, content);

      assertEquals(format, taken.format());
      assertEquals("amq.topic", taken.exchange(), "the exchange is the original's");
      assertEquals("a.key", taken.routingKey(), "the routing key is the original's");
      assertEquals(original.annotations(), taken.annotations(), "the annotations are too");
      assertEquals(content.durable(), taken.isDurable());
      readsWhatWasStored(taken);
      // What had to be left out is left out once: from then on it stays the same.
      CanonicalMessage given = format.toCanonical(taken);
      Message again = format.fromCanonical(taken, given);
      CanonicalMessage givenAgain = format.toCanonical(again);
      assertEquals(given, givenAgain, () -> "there and back again of " + content);
    }
  }

  private static void readsConsistently(Message message) {
    MessageFormat format = message.format();
    Map<String, Object> headers = format.headers(message);
    headers.forEach((name, value) -> assertEquals(value, message.header(name), name));
    assertEquals(null, message.header("no such header"));
    CanonicalMessage content = format.toCanonical(message);
    for (Property property : Property.values()) {
      Object read = format.property(message, property);
      if (!isIdentifier(property)) {
        assertEquals(of(content.properties(), property, content), read, property::toString);
      }
    }
  }

  /** Those that a format reads as the publisher wrote them. */
  private static boolean isIdentifier(Property property) {
    return List.of(Property.MESSAGE_ID, Property.CORRELATION_ID, Property.USER_ID)
        .contains(property);
  }

  private static @Nullable Object of(
      Properties properties, Property property, CanonicalMessage content) {
    return switch (property) {
      case MESSAGE_ID -> properties.messageId();
      case USER_ID -> properties.userId();
      case TO -> properties.to();
      case SUBJECT -> properties.subject();
      case REPLY_TO -> properties.replyTo();
      case CORRELATION_ID -> properties.correlationId();
      case CONTENT_TYPE -> properties.contentType();
      case CONTENT_ENCODING -> properties.contentEncoding();
      case EXPIRY_TIME -> properties.absoluteExpiryTime();
      case TIMESTAMP -> properties.creationTime();
      case GROUP_ID -> properties.groupId();
      case GROUP_SEQUENCE -> properties.groupSequence();
      case REPLY_TO_GROUP_ID -> properties.replyToGroupId();
      case TYPE -> content.messageAnnotations().get("x-basic-type");
    };
  }
}
