package io.warrenmq.benchmarks.stomp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Reads the STOMP frames that a broker sends to a client, and of their headers those that the
 * client needs.
 */
final class FrameDecoder {
  private static final byte[] CONNECTED = ascii("CONNECTED");
  private static final byte[] MESSAGE = ascii("MESSAGE");
  private static final byte[] RECEIPT = ascii("RECEIPT");
  private static final byte[] ERROR = ascii("ERROR");
  private static final byte[] CONTENT_LENGTH = ascii("content-length:");
  private static final byte[] ACK_ID = ascii("ack:");
  private static final byte[] RECEIPT_ID = ascii("receipt-id:");
  private static final byte[] SUMMARY = ascii("message:");

  private static final int DIGITS_MAX = 9;

  private final FrameSink sink;

  // The values of the frame's headers: where they are, and their bytes, -1 without the header.
  private int ackIndex;
  private int ackBytes;
  private int receiptIndex;
  private int receiptBytes;
  private int summaryIndex;
  private int summaryBytes;
  private int contentLength;

  FrameDecoder(FrameSink sink) {
    this.sink = sink;
  }

  /**
   * Hands every whole frame of {@code in} to the sink and leaves the bytes of a frame that is not
   * whole unread.
   *
   * @throws IllegalArgumentException for what no broker may send
   */
  void decode(ByteBuf in) {
    while (true) {
      int start = skipLineEnds(in);
      int body = headers(in, start);
      if (body < 0) {
        return;
      }
      int end =
          contentLength < 0 ? in.indexOf(body, in.writerIndex(), (byte) 0) : body + contentLength;
      if (end < 0 || end >= in.writerIndex()) {
        return;
      }
      if (in.getByte(end) != 0) {
        throw new IllegalArgumentException("a frame that does not end where it says");
      }
      in.readerIndex(end + 1);
      frame(in, start, body, end - body);
    }
  }

  /** What is between frames: the end of a line, or a heart-beat. */
  private static int skipLineEnds(ByteBuf in) {
    int index = in.readerIndex();
    int end = in.writerIndex();
    while (index < end && (in.getByte(index) == '\n' || in.getByte(index) == '\r')) {
      index++;
    }
    in.readerIndex(index);
    return index;
  }

  /** Reads the headers of the frame that begins at {@code start}; its body's index, or -1. */
  private int headers(ByteBuf in, int start) {
    ackBytes = -1;
    receiptBytes = -1;
    summaryBytes = -1;
    contentLength = -1;
    int end = in.writerIndex();
    int lineEnd = in.indexOf(start, end, (byte) '\n');
    while (lineEnd >= 0) {
      int line = lineEnd + 1;
      lineEnd = in.indexOf(line, end, (byte) '\n');
      if (lineEnd >= 0) {
        int length = lineEnd - line;
        if (length > 0 && in.getByte(lineEnd - 1) == '\r') {
          length--;
        }
        if (length == 0) {
          return lineEnd + 1;
        }
        header(in, line, length);
      }
    }
    return -1;
  }

  /** STOMP 1.2 "Repeated Header Entries": the first one counts. */
  private void header(ByteBuf in, int line, int length) {
    switch (in.getByte(line)) {
      case 'a' -> {
        if (ackBytes < 0 && begins(in, line, length, ACK_ID)) {
          ackIndex = line + ACK_ID.length;
          ackBytes = length - ACK_ID.length;
        }
      }
      case 'c' -> {
        if (contentLength < 0 && begins(in, line, length, CONTENT_LENGTH)) {
          int name = CONTENT_LENGTH.length;
          contentLength = number(in, line + name, length - name);
        }
      }
      case 'm' -> {
        if (summaryBytes < 0 && begins(in, line, length, SUMMARY)) {
          summaryIndex = line + SUMMARY.length;
          summaryBytes = length - SUMMARY.length;
        }
      }
      case 'r' -> {
        if (receiptBytes < 0 && begins(in, line, length, RECEIPT_ID)) {
          receiptIndex = line + RECEIPT_ID.length;
          receiptBytes = length - RECEIPT_ID.length;
        }
      }
      default -> {} // a header that we have no use for
    }
  }

  private void frame(ByteBuf in, int start, int body, int bodyBytes) {
    int headBytes = body - start;
    if (begins(in, start, headBytes, MESSAGE)) {
      sink.onMessage(in, ackIndex, Math.max(0, ackBytes), body, bodyBytes);
    } else if (begins(in, start, headBytes, RECEIPT)) {
      sink.onReceipt(number(in, receiptIndex, receiptBytes));
    } else if (begins(in, start, headBytes, CONNECTED)) {
      sink.onLoggedIn();
    } else if (begins(in, start, headBytes, ERROR)) {
      String summary = in.toString(summaryIndex, Math.max(0, summaryBytes), StandardCharsets.UTF_8);
      sink.onError(summary + ": " + in.toString(body, bodyBytes, StandardCharsets.UTF_8));
    } else {
      throw new IllegalArgumentException("a frame that only clients send");
    }
  }

  private static boolean begins(ByteBuf in, int index, int length, byte[] with) {
    if (length < with.length) {
      return false;
    }
    for (int offset = 0; offset < with.length; offset++) {
      if (in.getByte(index + offset) != with[offset]) {
        return false;
      }
    }
    return true;
  }

  private static int number(ByteBuf in, int index, int digits) {
    if (digits < 1 || digits > DIGITS_MAX) {
      throw new IllegalArgumentException("a number of " + digits + " digits");
    }
    int number = 0;
    for (int at = index; at < index + digits; at++) {
      int digit = in.getByte(at) - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalArgumentException("a number that has other characters than digits");
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
