package io.warrenmq.stomp.codec;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.protocol.ProtocolPlugin.Detection;

/** What the first bytes of a connection say, without reading them. Stateless. */
public final class FirstBytes {
  private FirstBytes() {}

  /**
   * Whether they are this protocol's: behind line ends, which are signs of life, a line of letters.
   * So no first line of HTTP is one, as it has blanks.
   */
  public static Detection detect(ByteBuf first) {
    int at = skipLineEnds(first);
    int end = first.writerIndex();
    int from = at;
    while (at < end && isLetter(first.getByte(at)) && at - from < Command.BYTES_MAX) {
      at++;
    }
    if (at == end || (first.getByte(at) == '\r' && at + 1 == end)) {
      return Detection.UNDECIDED;
    }
    int lineFeed = first.getByte(at) == '\r' ? at + 1 : at;
    return at > from && first.getByte(lineFeed) == '\n' ? Detection.MINE : Detection.NOT_MINE;
  }

  /**
   * Whether they are a command that opens a connection.
   *
   * @return {@link Detection#NOT_MINE} when it is another command
   */
  public static Detection detectConnect(ByteBuf first) {
    int from = skipLineEnds(first);
    int bytes = first.writerIndex() - from;
    boolean undecided = false;
    for (Command command : Command.values()) {
      if (command.isConnect()) {
        String name = command.name();
        int same = 0;
        while (same < bytes
            && same < name.length()
            && first.getByte(from + same) == name.charAt(same)) {
          same++;
        }
        if (same == name.length()) {
          return Detection.MINE;
        }
        undecided |= same == bytes;
      }
    }
    return undecided ? Detection.UNDECIDED : Detection.NOT_MINE;
  }

  private static int skipLineEnds(ByteBuf first) {
    int at = first.readerIndex();
    int end = first.writerIndex();
    while (at < end && (first.getByte(at) == '\n' || first.getByte(at) == '\r')) {
      at++;
    }
    return at;
  }

  private static boolean isLetter(byte b) {
    return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
  }
}
