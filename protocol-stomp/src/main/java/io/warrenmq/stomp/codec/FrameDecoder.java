package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's frames, of all versions, however their bytes are cut: what was looked at once is
 * not looked at again. Strict in what reaches other clients; beyond the standard it takes what
 * RabbitMQ takes:
 *
 * <ul>
 *   <li>CR LF ends a line in every version, and a CR stands nowhere else
 *   <li>NULs between frames, as line ends, are nothing
 *   <li>colons may stand in values as they are
 *   <li>only the body of a SEND is as long as its content-length says; others end at the NUL, and
 *       nobody reads them
 * </ul>
 *
 * <p>Unlike there, 1.0 and CONNECT have no escapes, and headers are UTF-8, as the standard says.
 *
 * <p>States: between frames → in the head, which is copied → in a body of known length, or of one
 * up to the NUL → between frames. After a fault there is no frame any more. Confined to the
 * connection's loop.
 */
public final class FrameDecoder {
  private static final int CHUNK = 256; // of a head, copied at once

  /** Where in a frame the next byte stands. */
  private enum Part {
    BETWEEN,
    COMMAND,
    HEADERS,
    BODY_OF_LENGTH,
    BODY_TO_NUL
  }

  private final StompFrame frame = new StompFrame();
  private StompVersion version = StompVersion.V1_0;
  private FrameLimits limits;
  private @Nullable StompFault fault;
  private Part part = Part.BETWEEN;
  // The head.
  private int copied;
  private int scanned; // of what was copied
  private int lineAt;
  private int nameEnd; // of this line; −1 before its colon
  private int flags; // of this line
  private boolean escapes;
  private boolean ascii;
  // The body.
  private int bodyBytes;
  private int searched; // for the NUL

  /** Before the first frame. */
  public FrameDecoder(FrameLimits limits) {
    this.limits = limits;
  }

  /** Says how large frames may be from the next one on. */
  public void limits(FrameLimits limits) {
    this.limits = limits;
  }

  /** Says by which version the next frames are read; before, it does not matter. */
  public void version(StompVersion version) {
    this.version = version;
  }

  /** Whether a frame has begun and is not whole. */
  public boolean isInFrame() {
    return part != Part.BETWEEN;
  }

  /**
   * Reads one frame, if there is a whole one.
   *
   * @param bytes what has arrived and was not read; the reader index moves behind the frame, or
   *     behind its head when the body is not whole. What is left has to come again, in the same
   *     order.
   * @return the frame, valid until the next call and as long as the bytes stay where they are;
   *     {@code null} when there is none
   * @throws StompFault when the bytes are none of the protocol's, the same one from then on
   */
  public @Nullable StompFrame decode(ByteBuf bytes) {
    if (fault != null) {
      throw fault;
    }
    try {
      return read(bytes);
    } catch (StompFault refused) {
      fault = refused;
      throw refused;
    }
  }

  private @Nullable StompFrame read(ByteBuf bytes) {
    if (part == Part.BETWEEN && !begin(bytes)) {
      return null;
    }
    if ((part == Part.COMMAND || part == Part.HEADERS) && !readHead(bytes)) {
      return null;
    }
    return (part == Part.BODY_OF_LENGTH ? readBody(bytes) : readToNul(bytes)) ? frame : null;
  }

  /** Skips what stands between frames; false when there is nothing else. */
  private boolean begin(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      byte b = bytes.getByte(at);
      if (b == '\r') {
        if (at + 1 == end) {
          break; // What follows decides.
        } else if (bytes.getByte(at + 1) != '\n') {
          throw loneReturn("between frames");
        }
      } else if (b != '\n' && b != 0) {
        bytes.readerIndex(at);
        frame.begin();
        part = Part.COMMAND;
        copied = 0;
        scanned = 0;
        lineAt = 0;
        ascii = true;
        return true;
      }
      at++;
    }
    bytes.readerIndex(at);
    return false;
  }

  private static StompFault loneReturn(String where) {
    return StompFault.malformed("a carriage return without a line feed " + where);
  }

  // ---- the head ----

  private boolean readHead(ByteBuf bytes) {
    while (!(part == Part.COMMAND ? scanCommand() : scanHeaders())) {
      // One byte more than there may be shows that there are too many, however they were cut.
      int count = Math.min(Math.min(bytes.readableBytes(), CHUNK), limits.headBytes() + 1 - copied);
      if (copied > limits.headBytes()) {
        throw headTooLarge();
      } else if (count <= 0) {
        return false;
      }
      bytes.readBytes(frame.head(copied + count), copied, count);
      copied += count;
    }
    if (scanned > limits.headBytes()) {
      throw headTooLarge();
    }
    bytes.readerIndex(bytes.readerIndex() - (copied - scanned)); // What belongs to the body.
    checkUtf8();
    beginBody();
    return true;
  }

  private StompFault headTooLarge() {
    return StompFault.tooLarge(
        "a command and headers of more than " + limits.headBytes() + " bytes");
  }

  /** Goes on with the first line; goes on with the next ones when it is whole. */
  private boolean scanCommand() {
    byte[] head = frame.head(copied);
    for (int i = scanned; i < copied; i++) {
      byte b = head[i];
      if (b == '\n') {
        int end = i > 0 && head[i - 1] == '\r' ? i - 1 : i;
        Command command = Command.of(head, 0, end);
        frame.command(command, end);
        escapes = version.hasEscapes() && !command.isConnect();
        part = Part.HEADERS;
        scanned = i + 1;
        beginLine(scanned);
        return scanHeaders();
      } else if (b == 0) {
        throw nulInHead();
      } else if (i >= Command.BYTES_MAX && (b != '\r' || i > Command.BYTES_MAX)) {
        throw StompFault.malformed("a command of more than " + Command.BYTES_MAX + " bytes");
      }
    }
    scanned = copied;
    return false;
  }

  private void beginLine(int at) {
    lineAt = at;
    nameEnd = -1;
    flags = 0;
  }

  /** Goes on with the headers; true when the empty line behind them was read. */
  private boolean scanHeaders() {
    byte[] head = frame.head(copied);
    int i = scanned;
    for (; i < copied; i++) {
      byte b = head[i];
      if (b > ':' && b != '\\') {
        continue;
      }
      switch (b) {
        case '\n' -> {
          if (endLine(head, i)) {
            scanned = i + 1;
            return true;
          }
          beginLine(i + 1);
        }
        case '\r', '\\' -> {
          if (b == '\\' && !escapes) {
            flags |= StompFrame.BACKSLASH;
          } else if (i + 1 == copied) { // What follows decides.
            scanned = i;
            return false;
          } else if (b == '\\') {
            takeEscape(head[++i]);
          } else if (head[i + 1] != '\n') {
            throw loneReturn("in a header");
          }
        }
        case ':' -> takeColon(i);
        case 0 -> throw nulInHead();
        default -> ascii &= b > 0;
      }
    }
    scanned = i;
    return false;
  }

  private static StompFault nulInHead() {
    return StompFault.malformed("a NUL before the empty line behind the headers");
  }

  private void takeEscape(byte escape) {
    if (!HeaderText.isEscape(escape)) {
      throw StompFault.malformed(
          "the escape '\\"
              + (escape > ' ' && escape < 0x7F ? String.valueOf((char) escape) : "?")
              + "' in a header, which there is not");
    }
    flags |= nameEnd < 0 ? StompFrame.NAME_ESCAPED : StompFrame.VALUE_ESCAPED;
    if (escape == 'r') {
      flags |= StompFrame.RETURN_ESCAPED;
    }
  }

  private void takeColon(int at) {
    if (nameEnd >= 0) {
      flags |= StompFrame.COLON;
    } else if (at == lineAt) {
      throw StompFault.malformed("a header without a name");
    } else {
      nameEnd = at;
    }
  }

  /** Takes the line that ends here; true when it is the empty one. */
  private boolean endLine(byte[] head, int lineFeed) {
    int end = lineFeed > lineAt && head[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
    if (end == lineAt) {
      return true;
    } else if (nameEnd < 0) {
      throw StompFault.malformed("a header without a colon");
    } else if (frame.headerCount() == limits.headers()) {
      throw StompFault.tooLarge("more than " + limits.headers() + " headers");
    }
    int valueFrom = nameEnd + 1;
    if (version == StompVersion.V1_0 && !isConnect()) {
      while (valueFrom < end && head[valueFrom] == ' ') {
        valueFrom++;
      }
    }
    frame.addHeader(lineAt, nameEnd, valueFrom, end, flags);
    return false;
  }

  private boolean isConnect() {
    return frame.command().isConnect();
  }

  private void checkUtf8() {
    if (!ascii) {
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(frame.head(scanned), 0, scanned));
      } catch (CharacterCodingException e) {
        throw StompFault.malformed("headers that are not UTF-8");
      }
    }
  }

  // ---- the body ----

  private void beginBody() {
    bodyBytes = 0;
    searched = 0;
    if (frame.command() == Command.SEND && frame.has(Header.CONTENT_LENGTH)) {
      bodyBytes = (int) frame.number(Header.CONTENT_LENGTH, 0, 0, Integer.MAX_VALUE);
      checkFrameBytes(bodyBytes);
      part = Part.BODY_OF_LENGTH;
    } else {
      part = Part.BODY_TO_NUL;
    }
  }

  private void checkFrameBytes(int body) {
    if (body > limits.frameBytes() - scanned) {
      throw StompFault.tooLarge("a frame of more than " + limits.frameBytes() + " bytes");
    }
  }

  private boolean readBody(ByteBuf bytes) {
    if (bytes.readableBytes() <= bodyBytes) {
      return false;
    }
    int at = bytes.readerIndex();
    if (bytes.getByte(at + bodyBytes) != 0) {
      throw StompFault.malformed(
          "no NUL behind a body of the " + bodyBytes + " bytes that content-length says");
    }
    end(bytes, at);
    return true;
  }

  private boolean readToNul(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int nul = bytes.indexOf(at + searched, bytes.writerIndex(), (byte) 0);
    bodyBytes = (nul < 0 ? bytes.writerIndex() : nul) - at;
    checkFrameBytes(bodyBytes);
    if (nul < 0) {
      searched = bodyBytes;
      return false;
    }
    end(bytes, at);
    return true;
  }

  private void end(ByteBuf bytes, int at) {
    frame.body(bytes, at, bodyBytes);
    bytes.readerIndex(at + bodyBytes + 1);
    part = Part.BETWEEN;
  }
}
