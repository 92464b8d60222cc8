package io.warrenmq.core.log;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.core.store.StoredInput;
import io.warrenmq.core.store.StoredOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a message: its format's name, the fields that the core reads, what the broker
 * has added, then header and body as they came.
 *
 * <pre>
 * format text | flags 1 | priority+1 | ttl+1 | received | exchange text | routing key text |
 * further keys texts, when flagged | annotations, when flagged | header length | length | bytes
 * </pre>
 *
 * <p>Reading is thread-safe; writing is its output's owner's.
 */
final class MessageCodec {
  private static final int DURABLE = 1;
  private static final int HAS_KEYS = 2;
  private static final int HAS_ANNOTATIONS = 4;
  private static final int TTL_REMOVED = 8;
  private static final int HAS_FIRST_DEATH = 16;

  private final Function<String, @Nullable MessageFormat> formats;

  /**
   * Creates a codec.
   *
   * @param formats those that stored messages may have, by name
   */
  MessageCodec(Map<String, MessageFormat> formats) {
    this.formats = Map.copyOf(formats)::get;
  }

  private MessageCodec(Function<String, @Nullable MessageFormat> formats) {
    this.formats = formats;
  }

  /** A codec that takes any format, for who only looks at messages and keeps them as they are. */
  static MessageCodec ofAnyFormat() {
    return new MessageCodec(new AnyFormats());
  }

  /**
   * A codec for who reads a whole log: messages in other formats have ended, as a rule, and are not
   * looked into.
   *
   * @param formats those that there are, by name; another one {@link AnyFormats#isUnknown}
   */
  static MessageCodec ofLog(Map<String, MessageFormat> formats) {
    Map<String, MessageFormat> known = Map.copyOf(formats);
    AnyFormats others = new AnyFormats();
    return new MessageCodec(
        name -> {
          MessageFormat format = known.get(name);
          return format != null ? format : others.apply(name);
        });
  }

  /** A message is in a format that no plugin has. */
  static final class UnknownFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String format;

    UnknownFormatException(String format) {
      super(unread(format));
      this.format = format;
    }

    /** The format's name. */
    String format() {
      return format;
    }
  }

  static String unread(String format) {
    return "holds a message of format '" + format + "', which no plugin of this broker reads";
  }

  static void write(StoredOutput out, Message message) {
    Annotations annotations = message.annotations();
    boolean annotated = !annotations.isEmpty();
    boolean hasKeys = !message.extraRoutingKeys().isEmpty();
    out.putText(message.format().name());
    out.putByte(
        (message.isDurable() ? DURABLE : 0)
            | (hasKeys ? HAS_KEYS : 0)
            | (annotated ? HAS_ANNOTATIONS : 0)
            | (annotated && annotations.ttlRemoved() ? TTL_REMOVED : 0)
            | (annotated && annotations.firstDeath() != null ? HAS_FIRST_DEATH : 0));
    out.putNumber(message.priority() + 1L);
    out.putNumber(message.ttlMs() + 1);
    out.putNumber(message.receivedMs());
    out.putText(message.exchange());
    out.putText(message.routingKey());
    if (hasKeys) {
      out.putTexts(message.extraRoutingKeys());
    }
    if (annotated) {
      write(out, annotations);
    }
    byte[] bytes = message.bytes();
    out.putNumber(message.headerLength());
    out.putNumber(bytes.length);
    out.putBytes(bytes, 0, bytes.length);
  }

  private static void write(StoredOutput out, Annotations annotations) {
    List<Death> deaths = annotations.deaths();
    out.putNumber(deaths.size());
    deaths.forEach(death -> write(out, death));
    Death first = annotations.firstDeath();
    if (first != null) {
      write(out, first);
    }
    out.putMap(annotations.values());
  }

  private static void write(StoredOutput out, Death death) {
    out.putText(death.queue());
    out.putText(death.reason().text());
    out.putNumber(death.count());
    out.putNumber(death.firstTimeMs());
    out.putNumber(death.lastTimeMs());
    out.putText(death.exchange());
    out.putTexts(death.routingKeys());
    out.putNumber(death.originalTtlMs() + 1);
  }

  /**
   * Reads a message.
   *
   * @throws UnknownFormatException when no plugin has its format
   * @throws StoredInput.MalformedException when these are no bytes of a message
   */
  Message read(StoredInput in) {
    String formatName = in.getText();
    MessageFormat format = formats.apply(formatName);
    if (format == null) {
      throw new UnknownFormatException(formatName);
    }
    int flags = in.getByte();
    int priority = (int) in.getNumber() - 1;
    long ttlMs = in.getNumber() - 1;
    long receivedMs = in.getNumber();
    String exchange = in.getText();
    String routingKey = in.getText();
    List<String> keys = (flags & HAS_KEYS) != 0 ? in.getTexts() : List.of();
    Annotations annotations =
        (flags & HAS_ANNOTATIONS) != 0 ? readAnnotations(in, flags) : Annotations.NONE;
    int headerLength = in.getCount();
    int length = in.getCount();
    if (headerLength > length || priority < -1 || priority > 255) {
      throw malformed("a message whose header is longer than itself, or of priority " + priority);
    }
    Message message =
        new Message(
            format,
            in.getBytes(length),
            headerLength,
            (flags & DURABLE) != 0,
            priority,
            ttlMs,
            receivedMs,
            exchange,
            routingKey,
            keys);
    return annotations.isEmpty() ? message : message.annotate(annotations);
  }

  private static Annotations readAnnotations(StoredInput in, int flags) {
    int count = in.getCount();
    List<Death> deaths = new ArrayList<>(Math.min(count, 100));
    for (int i = 0; i < count; i++) {
      deaths.add(readDeath(in));
    }
    Death first = (flags & HAS_FIRST_DEATH) != 0 ? readDeath(in) : null;
    Map<String, Object> values = in.getMap();
    return new Annotations(List.copyOf(deaths), first, (flags & TTL_REMOVED) != 0, values);
  }

  private static Death readDeath(StoredInput in) {
    String queue = in.getText();
    String reasonText = in.getText();
    DeathReason reason = reasonOf(reasonText);
    if (reason == null) {
      throw malformed("no reason to die is called '" + reasonText + "'");
    }
    return new Death(
        queue,
        reason,
        in.getNumber(),
        in.getNumber(),
        in.getNumber(),
        in.getText(),
        in.getTexts(),
        in.getNumber() - 1);
  }

  private static @Nullable DeathReason reasonOf(String text) {
    for (DeathReason reason : DeathReason.values()) {
      if (reason.text().equals(text)) {
        return reason;
      }
    }
    return null;
  }

  private static StoredInput.MalformedException malformed(String what) {
    return new StoredInput.MalformedException(what);
  }
}
