package io.warrenmq.stomp.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.message.Message;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.HeaderText;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.codec.StompVersion;
import io.warrenmq.stomp.destination.Destinations;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of SEND frames. One for each loop, used for one frame after the other. Confined to
 * the loop.
 */
public final class PublishedSend {
  private static final int PRIORITY_MAX = 255;
  private static final long TTL_MS_MAX = 0xFFFF_FFFFL; // as in AMQP 1.0's header
  private static final long SECONDS_MAX = Long.MAX_VALUE / 1000; // which are kept as milliseconds
  private static final int COMPARED_MAX = 24; // headers up to which each is compared with each
  private static final byte[] REPLY_TO = "reply-to:".getBytes(UTF_8);

  private final StompFormat format;
  private boolean[] kept = new boolean[COMPARED_MAX];

  /**
   * For messages of a broker.
   *
   * @param format its format
   */
  public PublishedSend(StompFormat format) {
    this.format = format;
  }

  /**
   * Checks that the publisher does not pretend to be somebody else.
   *
   * @throws StompFault in RabbitMQ's words when it does
   */
  public static void checkUserId(StompFrame send, Principal principal) {
    String claimed = send.text(Header.USER_ID);
    if (claimed != null && !claimed.equals(principal.name()) && !principal.mayImpersonate()) {
      throw StompFault.closing(
          "precondition_failed",
          "PRECONDITION_FAILED - user_id property set to '"
              + claimed
              + "' but authenticated user was '"
              + principal.name()
              + "'");
    }
  }

  /**
   * Makes the message.
   *
   * @param receivedMs wall time
   * @param exchange to which it is published
   * @param replyTo the queue that stands for the frame's {@code reply-to}, when that is a
   *     destination which only the publisher's connection knows; else {@code null}
   * @throws StompFault when a header is not acceptable
   */
  public Message toMessage(
      StompFrame send,
      long receivedMs,
      String exchange,
      String routingKey,
      @Nullable String replyTo) {
    if (send.has(Header.MESSAGE_ID)) { // In RabbitMQ's words.
      throw StompFault.invalidHeader("'message-id' is not allowed on 'SEND'.\n");
    }
    int priority = (int) send.number(Header.PRIORITY, Message.NO_PRIORITY, 0, PRIORITY_MAX);
    long ttlMs = send.number(Header.EXPIRATION, Message.NO_TTL, 0, TTL_MS_MAX);
    send.number(Header.TIMESTAMP, 0, -SECONDS_MAX, SECONDS_MAX);
    byte[] otherReplyTo = otherReplyTo(send, replyTo);
    int headerLength = choose(send, otherReplyTo);
    byte[] bytes = new byte[headerLength + send.bodyBytes()];
    write(send, otherReplyTo, bytes);
    send.copyBody(bytes, headerLength);
    return new Message(
        format,
        bytes,
        headerLength,
        send.isTrue(Header.PERSISTENT),
        priority,
        ttlMs,
        receivedMs,
        exchange,
        routingKey,
        List.of());
  }

  /** What is kept for the frame's {@code reply-to}, as consumers are to see it. */
  private static byte @Nullable [] otherReplyTo(StompFrame send, @Nullable String replyTo) {
    String given = replyTo != null ? replyTo : send.text(Header.REPLY_TO);
    if (given == null || given.isEmpty()) {
      return null;
    }
    String destination = Destinations.asDestination(given);
    return replyTo == null && destination.equals(given)
        ? null
        : HeaderText.escape(destination, StompVersion.V1_2);
  }

  /** Says which headers stay; gives the bytes of the stored header. */
  private int choose(StompFrame send, byte @Nullable [] otherReplyTo) {
    int count = send.headerCount();
    if (count > kept.length) {
      kept = new boolean[count];
    }
    Set<String> seen = count > COMPARED_MAX ? new HashSet<>() : null;
    int length = SendHeader.LINES_AT;
    for (int i = 0; i < count; i++) {
      Header header = send.header(i);
      kept[i] =
          header != null
              ? send.find(header) == i && !header.isOfFrame()
              : seen == null ? isFirst(send, i) : seen.add(send.name(i));
      if (header == Header.REPLY_TO && otherReplyTo != null) {
        kept[i] = false;
      }
      length += kept[i] ? send.lineBytes(i) : 0;
    }
    return length + (otherReplyTo == null ? 0 : REPLY_TO.length + otherReplyTo.length + 1);
  }

  private static boolean isFirst(StompFrame send, int index) {
    for (int i = 0; i < index; i++) {
      if (send.isSameName(i, index)) {
        return false;
      }
    }
    return true;
  }

  private void write(StompFrame send, byte @Nullable [] otherReplyTo, byte[] to) {
    int at = SendHeader.LINES_AT;
    int flags = 0;
    for (int i = 0; i < send.headerCount(); i++) {
      if (kept[i]) {
        at = send.copyLine(i, to, at);
        flags |= send.isLineEscaped(i) ? SendHeader.ESCAPED : 0;
        flags |= send.isReturnEscaped(i) ? SendHeader.RETURN_ESCAPED : 0;
      }
    }
    if (otherReplyTo != null) {
      System.arraycopy(REPLY_TO, 0, to, at, REPLY_TO.length);
      at += REPLY_TO.length;
      System.arraycopy(otherReplyTo, 0, to, at, otherReplyTo.length);
      to[at + otherReplyTo.length] = '\n';
      flags |= escapes(otherReplyTo);
    }
    SendHeader.write(to, flags);
  }

  private static int escapes(byte[] escaped) {
    int flags = 0;
    for (int i = 0; i < escaped.length; i++) {
      if (escaped[i] == '\\') {
        flags |= SendHeader.ESCAPED;
        flags |= escaped[++i] == 'r' ? SendHeader.RETURN_ESCAPED : 0;
      }
    }
    return flags;
  }
}
