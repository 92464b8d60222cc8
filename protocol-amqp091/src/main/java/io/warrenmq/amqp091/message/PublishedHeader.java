package io.warrenmq.amqp091.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.method.PropertiesCursor;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.TableEntries;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.message.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what the broker must know of a published message's content header, and makes the message.
 * One for each loop, used for one publish after the other. Confined to the loop.
 */
public final class PublishedHeader {
  private static final String CC = "CC";
  private static final String BCC = "BCC";
  private static final byte[] NONE = {};

  private final PropertiesCursor properties = new PropertiesCursor();
  private byte[] bytes = NONE;
  private int headerLength;
  private int cc; // offset of the entry in the headers table; −1 when absent
  private int bcc;

  /**
   * Takes the next header.
   *
   * @param content header and body, owned by this object until {@link #toMessage}
   * @throws io.warrenmq.amqp091.wire.MalformedFrame SYNTAX_ERROR when the header is not well-formed
   */
  public void read(byte[] content, int length) {
    bytes = content;
    headerLength = length;
    parse();
  }

  private void parse() {
    properties.parse(bytes, 0, headerLength);
    cc = -1;
    bcc = -1;
    if (!properties.has(PropertiesCursor.HEADERS)) {
      return;
    }
    int entry = properties.offset(PropertiesCursor.HEADERS);
    int end = entry + properties.length(PropertiesCursor.HEADERS);
    while (entry < end) {
      if (TableEntries.isNamed(bytes, entry, CC)) {
        cc = entry;
      } else if (TableEntries.isNamed(bytes, entry, BCC)) {
        bcc = entry;
      }
      entry = TableEntries.next(bytes, TableEntries.value(bytes, entry));
    }
  }

  /** Whether {@code reply_to} is exactly these bytes. */
  public boolean repliesTo(byte[] address) {
    if (!properties.has(PropertiesCursor.REPLY_TO)) {
      return false;
    }
    int at = properties.offset(PropertiesCursor.REPLY_TO);
    int end = at + properties.length(PropertiesCursor.REPLY_TO);
    return Arrays.equals(bytes, at, end, address, 0, address.length);
  }

  /** Puts another address, of at most 255 bytes, into {@code reply_to}, which must be present. */
  public void replaceReplyTo(byte[] address) {
    int at = properties.offset(PropertiesCursor.REPLY_TO);
    splice(at, at + properties.length(PropertiesCursor.REPLY_TO), address);
    bytes[at - 1] = (byte) address.length;
    parse();
  }

  /** Replaces the bytes between two offsets of the header by others. */
  private void splice(int from, int to, byte[] replacement) {
    byte[] spliced = new byte[bytes.length - (to - from) + replacement.length];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(replacement, 0, spliced, from, replacement.length);
    System.arraycopy(bytes, to, spliced, from + replacement.length, bytes.length - to);
    headerLength += spliced.length - bytes.length;
    bytes = spliced;
  }

  /**
   * Checks that the publisher does not pretend to be somebody else.
   *
   * @throws AmqpFault PRECONDITION_FAILED when it does
   */
  public void checkUserId(Principal principal) {
    String claimed = properties.string(PropertiesCursor.USER_ID);
    if (claimed != null && !claimed.equals(principal.name()) && !principal.mayImpersonate()) {
      throw new AmqpFault(
          ReplyCode.PRECONDITION_FAILED,
          "user_id property set to '"
              + claimed
              + "' but authenticated user was '"
              + principal.name()
              + "'");
    }
  }

  /**
   * Makes the message. The {@code BCC} header is taken out of it.
   *
   * @param receivedMs wall time
   * @throws AmqpFault PRECONDITION_FAILED when the expiration or a routing header is not acceptable
   */
  public Message toMessage(long receivedMs, String exchange, String routingKey) {
    long ttlMs = properties.expirationMs();
    if (ttlMs == PropertiesCursor.EXPIRATION_INVALID) {
      throw invalidExpiration();
    }
    List<String> copies = cc >= 0 ? keys("CC", cc) : List.of();
    List<String> blindCopies = bcc >= 0 ? takeBlindCopies() : List.of();
    Message message =
        new Message(
            Amqp091Format.INSTANCE,
            bytes,
            headerLength,
            properties.deliveryMode() == 2,
            properties.priority(),
            ttlMs == PropertiesCursor.EXPIRATION_ABSENT ? Message.NO_TTL : ttlMs,
            receivedMs,
            exchange,
            routingKey,
            copies);
    bytes = NONE;
    return blindCopies.isEmpty() ? message : message.withBlindRoutingKeys(blindCopies);
  }

  /** Says what is wrong with the expiration, in RabbitMQ's words, which are Erlang terms. */
  private AmqpFault invalidExpiration() {
    String expiration = String.valueOf(properties.string(PropertiesCursor.EXPIRATION));
    int digits = expiration.startsWith("-") || expiration.startsWith("+") ? 1 : 0;
    int end = digits;
    while (end < expiration.length()
        && expiration.charAt(end) >= '0'
        && expiration.charAt(end) <= '9') {
      end++;
    }
    String reason;
    if (end == digits) {
      reason = "no_integer";
    } else if (end < expiration.length()) {
      reason = "{leftover_string,\"" + expiration.substring(end) + "\"}";
    } else if (expiration.startsWith("-")) {
      reason = "{value_negative," + expiration + "}";
    } else {
      reason = "{value_too_large," + expiration.substring(digits) + "}";
    }
    return new AmqpFault(
        ReplyCode.PRECONDITION_FAILED, "invalid expiration '" + expiration + "': " + reason);
  }

  private List<String> takeBlindCopies() {
    List<String> keys = keys("BCC", bcc);
    int end = TableEntries.next(bytes, TableEntries.value(bytes, bcc));
    int lengthAt = properties.offset(PropertiesCursor.HEADERS) - 4;
    writeInt(lengthAt, TableEntries.length(bytes, lengthAt) - (end - bcc));
    splice(bcc, end, new byte[0]);
    parse();
    return keys;
  }

  private List<String> keys(String header, int entry) {
    List<String> keys = new ArrayList<>(4);
    int array = TableEntries.value(bytes, entry);
    int end = TableEntries.next(bytes, array);
    if (bytes[array] != 'A') {
      Object value = FieldTable.decode(bytes, entry, end - entry).value(0);
      throw new AmqpFault(
          ReplyCode.PRECONDITION_FAILED,
          "invalid message: {unacceptable_type_in_header,\""
              + header
              + "\","
              + FieldValues.typeName(value)
              + "}");
    }
    int value = array + 5;
    while (value < end) {
      int next = TableEntries.next(bytes, value);
      if (bytes[value] == 'S') {
        keys.add(new String(bytes, value + 5, next - value - 5, UTF_8));
      }
      value = next;
    }
    return keys;
  }

  private void writeInt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }
}
