package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.protocol.Transport;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a client is sent, in the form of its version, into what its connection sends in this
 * turn. Confined to the connection's loop.
 */
public final class FrameWriter {
  private static final byte[] NONE = {};
  private static final byte[] DESTINATION = ascii("\ndestination:");
  private static final byte[] REDELIVERED = ascii("\nredelivered:true\n");
  private static final byte[] NOT_REDELIVERED = ascii("\nredelivered:false\n");
  private static final byte[] CONTENT_LENGTH = ascii("content-length:");
  private static final byte[] RECEIPT = ascii("RECEIPT\nreceipt-id:");
  private static final byte[] RECEIPT_END = ascii("\n\n");
  private static final String VERSIONS = "1.0,1.1,1.2";

  private final Transport transport;
  private final int endBytes;
  private StompVersion version = StompVersion.V1_2;
  private boolean written;

  /**
   * For a client that has not connected yet.
   *
   * @param trailingLineFeed whether a line feed follows the NUL of each frame, as {@code
   *     stomp.trailing_lf} says
   */
  public FrameWriter(Transport transport, boolean trailingLineFeed) {
    this.transport = transport;
    this.endBytes = trailingLineFeed ? 2 : 1;
  }

  /** Says which version the client speaks. */
  public void version(StompVersion version) {
    this.version = version;
  }

  /** An ERROR for whoever does not speak this protocol. */
  public static byte[] refusal() {
    String detail = "these bytes are no frame of STOMP";
    return ascii(
        "ERROR\nmessage:malformed\ncontent-type:text/plain\nversion:"
            + VERSIONS
            + "\ncontent-length:"
            + detail.length()
            + "\n\n"
            + detail
            + "\0\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  // ---- messages ----

  /** What a MESSAGE says of its message. One for all of a connection, filled anew for each. */
  public static final class Content {
    /** Where it was sent to, escaped. */
    public byte[] destination = NONE;

    /** The bytes in which its headers are: whole lines, in the client's version. */
    public byte[] headers = NONE;

    /** Where the headers begin. */
    public int headersFrom;

    /** Where they end. */
    public int headersTo;

    /** The bytes in which its body is. */
    public byte[] body = NONE;

    /** Where the body begins; it ends with its bytes. */
    public int bodyFrom;
  }

  /**
   * Writes a MESSAGE.
   *
   * @param deliveryTag 0 or more
   */
  public void message(MessageHead head, long deliveryTag, boolean redelivered, Content content) {
    int bodyBytes = content.body.length - content.bodyFrom;
    int headerBytes = content.headersTo - content.headersFrom;
    int tagBytes = digits(deliveryTag);
    byte[] redelivery = redelivered ? REDELIVERED : NOT_REDELIVERED;
    int all =
        head.beforeTag.length
            + tagBytes
            + (head.beforeAckTag.length > 0 ? head.beforeAckTag.length + tagBytes : 0)
            + DESTINATION.length
            + content.destination.length
            + redelivery.length
            + headerBytes
            + (bodyBytes > 0 ? CONTENT_LENGTH.length + digits(bodyBytes) + 1 : 0)
            + 1
            + bodyBytes
            + endBytes;
    ByteBuf out = out(all);
    out.writeBytes(head.beforeTag);
    writeDigits(out, deliveryTag, tagBytes);
    if (head.beforeAckTag.length > 0) {
      out.writeBytes(head.beforeAckTag);
      writeDigits(out, deliveryTag, tagBytes);
    }
    out.writeBytes(DESTINATION);
    out.writeBytes(content.destination);
    out.writeBytes(redelivery);
    out.writeBytes(content.headers, content.headersFrom, headerBytes);
    if (bodyBytes > 0) {
      out.writeBytes(CONTENT_LENGTH);
      writeDigits(out, bodyBytes, digits(bodyBytes));
      out.writeByte('\n');
    }
    out.writeByte('\n');
    out.writeBytes(content.body, content.bodyFrom, bodyBytes);
    end(out);
  }

  private ByteBuf out(int bytes) {
    written = true;
    return transport.out(bytes);
  }

  /** Whether something was written since this was last asked. */
  public boolean takeWritten() {
    boolean was = written;
    written = false;
    return was;
  }

  private void end(ByteBuf out) {
    out.writeByte(0);
    if (endBytes > 1) {
      out.writeByte('\n');
    }
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private static void writeDigits(ByteBuf out, long number, int digits) {
    int at = out.writerIndex();
    long rest = number;
    for (int i = digits - 1; i >= 0; i--) {
      out.setByte(at + i, (int) ('0' + rest % 10));
      rest /= 10;
    }
    out.writerIndex(at + digits);
  }

  // ---- others ----

  /**
   * Writes a CONNECTED, whose values are not escaped.
   *
   * @param session the connection's name
   * @param heartBeat what the broker sends and expects, in milliseconds, separated by a comma
   * @param server its name and version; {@code null} when nobody is told
   */
  public void connected(String session, String heartBeat, @Nullable String server) {
    String head =
        (server == null ? "CONNECTED" : "CONNECTED\nserver:" + server)
            + "\nsession:"
            + session
            + "\nheart-beat:"
            + heartBeat
            + "\nversion:"
            + version.text()
            + "\n\n";
    write(head.getBytes(UTF_8), NONE);
  }

  /**
   * Writes a RECEIPT.
   *
   * @param receipt the header of the client's frame, as {@link StompFrame#raw} has it
   */
  public void receipt(byte[] receipt) {
    int all = RECEIPT.length + receipt.length + RECEIPT_END.length + endBytes;
    ByteBuf out = out(all);
    out.writeBytes(RECEIPT);
    out.writeBytes(receipt);
    out.writeBytes(RECEIPT_END);
    end(out);
  }

  /**
   * Writes an ERROR.
   *
   * @param receipt the header of the client's frame that has failed, as {@link StompFrame#raw} has
   *     it; {@code null} when it has none
   */
  public void error(StompFault fault, byte @Nullable [] receipt) {
    error(fault, "receipt-id:", receipt);
  }

  /**
   * Writes an ERROR that tells that a subscription has ended.
   *
   * @param subscription its id; {@code null} for one that the client has given none
   */
  public void cancelled(StompFault fault, @Nullable String subscription) {
    error(
        fault,
        "subscription:",
        subscription == null ? null : HeaderText.echo(subscription, version));
  }

  private void error(StompFault fault, String name, byte @Nullable [] value) {
    byte[] summary = HeaderText.escape(fault.summary(), version);
    byte[] body = fault.detail().getBytes(UTF_8);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.writeBytes(ascii("ERROR\nmessage:"));
    head.writeBytes(summary == null ? NONE : summary);
    head.writeBytes(ascii("\ncontent-type:text/plain\nversion:" + VERSIONS + "\n"));
    if (value != null) {
      head.writeBytes(ascii(name));
      head.writeBytes(value);
      head.write('\n');
    }
    head.writeBytes(CONTENT_LENGTH);
    head.writeBytes(ascii(body.length + "\n\n"));
    write(head.toByteArray(), body);
  }

  /** Writes the line feed that tells that the connection lives. */
  public void heartBeat() {
    out(1).writeByte('\n');
  }

  private void write(byte[] head, byte[] body) {
    ByteBuf out = out(head.length + body.length + endBytes);
    out.writeBytes(head);
    out.writeBytes(body);
    end(out);
  }
}
