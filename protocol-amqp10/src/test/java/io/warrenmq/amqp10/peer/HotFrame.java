package io.warrenmq.amqp10.peer;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame that the broker reads and writes where it lies: flow, transfer or disposition. Any field
 * can be set, also to what it must not be.
 */
public abstract class HotFrame {
  private final long code;
  private final @Nullable Object[] fields;
  private byte[] payload = {};

  HotFrame(long code, int fieldCount) {
    this.code = code;
    this.fields = new @Nullable Object[fieldCount];
  }

  final void read(Object list, byte[] rest) {
    List<?> values = (List<?>) list;
    for (int i = 0; i < values.size(); i++) {
      fields[i] = values.get(i);
    }
    payload = rest;
  }

  /** Sets a field by its place, 0 for the first. */
  public final HotFrame set(int index, @Nullable Object value) {
    fields[index] = value;
    return this;
  }

  /** A field by its place; {@code null} when it is not there. */
  public final @Nullable Object get(int index) {
    return fields[index];
  }

  final void setPayload(byte[] bytes) {
    payload = bytes;
  }

  /** What follows the performative. */
  public final byte[] payload() {
    return payload;
  }

  final void uint(int index, long value) {
    fields[index] = Unsigned.uint(value);
  }

  /** A number; −1 when it is not there. */
  final long number(int index) {
    return fields[index] instanceof Unsigned number ? number.bits() : -1;
  }

  final boolean flag(int index) {
    return Boolean.TRUE.equals(fields[index]);
  }

  /** The descriptor's code. */
  public final long code() {
    return code;
  }

  /** All fields, those at the end that are not there left out. */
  public final List<@Nullable Object> fields() {
    int count = fields.length;
    while (count > 0 && fields[count - 1] == null) {
      count--;
    }
    return Arrays.asList(fields).subList(0, count);
  }

  /** Writes the frame's body. */
  final void write(ByteBuf out) {
    ValueWriter.composite(out, code, Arrays.asList(fields));
    out.writeBytes(payload);
  }

  @Override
  public final String toString() {
    return Described.of(code, fields()) + " and " + payload.length + " bytes";
  }

  /** A flow, §2.7.4. */
  public static final class Flow extends HotFrame {
    static final long CODE = 0x13;

    Flow() {
      super(CODE, 11);
    }

    /** A flow that says that everything fits. */
    public static Flow of() {
      Flow flow = new Flow();
      flow.uint(0, 0);
      flow.uint(1, 10_000);
      flow.uint(2, 0);
      flow.uint(3, 10_000);
      return flow;
    }

    /** A flow of a link, with credit from its beginning on. */
    public static Flow credit(long handle, long credit) {
      return of().handle(handle).deliveryCount(0).credit(credit);
    }

    public Flow window(long nextIncomingId, long incomingWindow) {
      uint(0, nextIncomingId);
      uint(1, incomingWindow);
      return this;
    }

    public Flow handle(long handle) {
      uint(4, handle);
      return this;
    }

    public Flow deliveryCount(long count) {
      uint(5, count);
      return this;
    }

    public Flow credit(long credit) {
      uint(6, credit);
      return this;
    }

    public Flow drain() {
      set(8, true);
      return this;
    }

    public Flow echo() {
      set(9, true);
      return this;
    }

    public long available() {
      return number(7);
    }

    public long nextIncomingId() {
      return number(0);
    }

    public long incomingWindow() {
      return number(1);
    }

    public long nextOutgoingId() {
      return number(2);
    }

    public long handle() {
      return number(4);
    }

    public long deliveryCount() {
      return number(5);
    }

    public long credit() {
      return number(6);
    }

    public boolean isDrain() {
      return flag(8);
    }
  }

  /** A transfer, §2.7.5. */
  public static final class Transfer extends HotFrame {
    static final long CODE = 0x14;

    Transfer() {
      super(CODE, 11);
    }

    /** The first or only transfer of an unsettled delivery, whose tag is its id. */
    public static Transfer of(long handle, long id, byte[] payload) {
      Transfer transfer = further(handle, payload);
      transfer.uint(1, id);
      transfer.set(2, new Binary(new byte[] {(byte) id}));
      transfer.uint(3, 0);
      return transfer;
    }

    /** A transfer without delivery-id, delivery-tag and message-format. */
    public static Transfer further(long handle, byte[] payload) {
      Transfer transfer = new Transfer();
      transfer.uint(0, handle);
      transfer.setPayload(payload);
      return transfer;
    }

    public Transfer settled() {
      set(4, true);
      return this;
    }

    public Transfer more() {
      set(5, true);
      return this;
    }

    public Transfer state(Described state) {
      set(7, state);
      return this;
    }

    public Transfer aborted() {
      set(9, true);
      return this;
    }

    public long handle() {
      return number(0);
    }

    public long deliveryId() {
      return number(1);
    }

    public boolean isSettled() {
      return flag(4);
    }

    public boolean isMore() {
      return flag(5);
    }
  }

  /** A disposition, §2.7.6. */
  public static final class Disposition extends HotFrame {
    static final long CODE = 0x15;

    Disposition() {
      super(CODE, 6);
    }

    /** What the receiver says of deliveries that were sent to it. */
    public static Disposition receiver(long first, @Nullable Long last) {
      return of(true, first, last);
    }

    /** What the sender says of its deliveries. */
    public static Disposition sender(long first, @Nullable Long last) {
      return of(false, first, last);
    }

    private static Disposition of(boolean receiver, long first, @Nullable Long last) {
      Disposition disposition = new Disposition();
      disposition.set(0, receiver);
      disposition.uint(1, first);
      disposition.set(2, last == null ? null : Unsigned.uint(last));
      return disposition;
    }

    public Disposition settled() {
      set(3, true);
      return this;
    }

    public Disposition state(long code, @Nullable Object... fields) {
      set(4, Described.of(code, Arrays.asList(fields)));
      return this;
    }

    public boolean isByReceiver() {
      return flag(0);
    }

    public long first() {
      return number(1);
    }

    /** The last one, which is the first one when it is not there. */
    public long last() {
      return get(2) == null ? first() : number(2);
    }

    public boolean isSettled() {
      return flag(3);
    }

    /** The code of the state; −1 when there is none. */
    public long stateCode() {
      return get(4) instanceof Described state ? state.code() : -1;
    }

    /** A field of the state. */
    public @Nullable Object stateField(int index) {
      return get(4) instanceof Described state && state.value() instanceof List<?> list
          ? list.get(index)
          : null;
    }
  }
}
