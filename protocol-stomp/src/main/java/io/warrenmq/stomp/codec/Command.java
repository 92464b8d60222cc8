package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** What a client may send. */
public enum Command {
  CONNECT,
  /** The same as CONNECT, from 1.1 on. */
  STOMP,
  SEND,
  SUBSCRIBE,
  UNSUBSCRIBE,
  ACK,
  NACK,
  BEGIN,
  COMMIT,
  ABORT,
  DISCONNECT,
  /** Another one, which there is not: a frame all the same. */
  UNKNOWN;

  /** Bytes of the longest one that may be a command. */
  static final int BYTES_MAX = 64;

  private static final Command[] ALL = values();

  private final byte[] bytes = name().getBytes(US_ASCII);

  /** The command of these bytes. */
  static Command of(byte[] from, int at, int end) {
    for (Command command : ALL) {
      if (command.bytes.length == end - at
          && Arrays.equals(from, at, end, command.bytes, 0, command.bytes.length)) {
        return command;
      }
    }
    return UNKNOWN;
  }

  /** Whether it opens the connection: its headers are not escaped, in no version. */
  boolean isConnect() {
    return this == CONNECT || this == STOMP;
  }
}
