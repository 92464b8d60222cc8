package io.warrenmq.amqp10.message;

import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.ValueCursor;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Where the sections of a message lie. Looks at their order, their types and where they end, not
 * into them; makes no objects. One for many messages. Everything it throws is a {@link
 * DecodeFault}. Confined to its user.
 */
final class MessageSections {
  private static final int SMALL_ULONG = 0x53;
  private static final byte[] NONE = {};

  private final ValueCursor cursor = new ValueCursor();
  private final int[] valueAt = new int[Section.COUNT];
  private final int[] endAt = new int[Section.COUNT];
  private byte[] bytes = NONE;
  private int present; // a bit for each section
  private int bareAt;
  private int bodyAt;
  private int body;

  /**
   * Reads a message.
   *
   * @throws DecodeFault when it is none
   */
  void read(byte[] message) {
    begin(message);
    int last = 0;
    int lastAt = 0;
    int start = 0;
    while (start < message.length) {
      int code = readDescriptor(start);
      checkOrder(last, code);
      readValue(code);
      if (code >= Section.PROPERTIES && bareAt < 0) {
        bareAt = start;
      }
      if (Section.isBody(code) && body == 0) {
        body = code;
        bodyAt = start;
      }
      last = code;
      lastAt = start;
      start = cursor.position();
    }
    if (present == 0) {
      throw new DecodeFault("a message without sections");
    }
    // §3.2 wants a body, but clients that have none to send (Qpid Proton) leave it out.
    if (body == 0) {
      bodyAt = last == Section.FOOTER ? lastAt : start;
    }
    if (bareAt < 0) {
      bareAt = start;
    }
  }

  /**
   * Reads the sections before the bare message, which must be there and well-formed, as those of a
   * message are that was read before.
   */
  void readEnvelope(byte[] message) {
    begin(message);
    int start = 0;
    while (start < message.length) {
      int code = readDescriptor(start);
      if (code >= Section.PROPERTIES) {
        break;
      }
      readValue(code);
      start = cursor.position();
    }
    bareAt = start;
  }

  private void begin(byte[] message) {
    bytes = message;
    present = 0;
    bareAt = -1;
    bodyAt = -1;
    body = 0;
  }

  /** Lets go of the message. */
  void clear() {
    begin(NONE);
    cursor.clear();
  }

  /** Reads a descriptor; what it describes comes next. */
  private int readDescriptor(int start) {
    if (bytes.length - start > 3 && bytes[start] == 0 && bytes[start + 1] == SMALL_ULONG) {
      int code = bytes[start + 2] & 0xFF;
      if (code >= Section.HEADER && code <= Section.FOOTER) {
        cursor.begin(bytes, start + 3, bytes.length);
        return code;
      }
    }
    return readOtherDescriptor(start);
  }

  /** As a ulong of eight bytes or by its name, which is allowed and never seen. */
  private int readOtherDescriptor(int start) {
    if (start < bytes.length && bytes[start] == 0) {
      ValueReader reader = new ValueReader(bytes, start + 1, bytes.length);
      Object descriptor = reader.read();
      int code = code(descriptor);
      if (code >= Section.HEADER) {
        cursor.begin(bytes, reader.position(), bytes.length);
        return code;
      }
    }
    throw new DecodeFault("no section of a message where one must be, at byte " + start);
  }

  private static int code(@Nullable Object descriptor) {
    if (descriptor instanceof Symbol name) {
      return Section.named(name.text());
    }
    long code = descriptor instanceof Unsigned number && number.width() == 64 ? number.bits() : -1;
    return code >= Section.HEADER && code <= Section.FOOTER ? (int) code : -1;
  }

  /** §3.2: each at most once, but for data and sequences, and one kind of body. */
  private static void checkOrder(int last, int code) {
    boolean isMore = code == last && (code == Section.DATA || code == Section.SEQUENCE);
    boolean isNext = code > last && !(Section.isBody(last) && Section.isBody(code));
    if (!isMore && !isNext) {
      throw new DecodeFault(
          "section 0x" + Integer.toHexString(code) + " after 0x" + Integer.toHexString(last));
    }
  }

  private void readValue(int code) {
    boolean isRightType =
        switch (code) {
          case Section.HEADER, Section.PROPERTIES, Section.SEQUENCE -> cursor.isList();
          case Section.DATA -> cursor.isBinary();
          case Section.VALUE -> true;
          default -> cursor.isMap();
        };
    if (!isRightType) {
      throw new DecodeFault("section 0x" + Integer.toHexString(code) + " has the wrong type");
    }
    int index = code - Section.HEADER;
    if ((present & 1 << index) == 0) {
      present |= 1 << index;
      valueAt[index] = cursor.position();
    }
    cursor.skip();
    endAt[index] = cursor.position();
  }

  /** Whether a section is there. */
  boolean has(int code) {
    return (present & 1 << (code - Section.HEADER)) != 0;
  }

  /** Where the value of a section begins that is there; of several the first's. */
  int valueAt(int code) {
    return valueAt[code - Section.HEADER];
  }

  /** Where a section ends that is there; of several the last. */
  int endAt(int code) {
    return endAt[code - Section.HEADER];
  }

  /** Where the bare message begins, whose bytes nobody changes. */
  int bareAt() {
    return bareAt;
  }

  /** Where the body begins; or would, were there one. */
  int bodyAt() {
    return bodyAt;
  }

  /** Which kind of section the body is of; 0 when there is none. */
  int body() {
    return body;
  }
}
