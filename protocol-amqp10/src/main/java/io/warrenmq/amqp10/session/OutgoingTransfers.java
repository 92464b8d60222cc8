package io.warrenmq.amqp10.session;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp10.codec.FrameCursor;
import io.warrenmq.amqp10.codec.FrameOutput;
import io.warrenmq.amqp10.codec.Frames;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.amqp10.link.OutgoingLink;
import io.warrenmq.amqp10.message.DeliveredMessage;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What a session sends: numbers deliveries, cuts messages into transfers, and keeps what the
 * client's window has no room for. AMQP 1.0 §2.5.6, §2.6.12, §2.6.14. Confined to the connection's
 * loop.
 */
final class OutgoingTransfers {
  /** How many transfers the client is told that may come: its own window bounds them. */
  static final long WINDOW = 0xFFFF_FFFFL;

  private static final int HEAD_BYTES_MAX = 48; // of a frame: its header and the performative
  private static final int TAG_BYTES = 4;

  /** A message that waits for the window. */
  private record Waiting(
      OutgoingLink link,
      Message message,
      @Nullable Delivery delivery,
      boolean redelivered,
      int deliveryCount) {
    private static final int OVERHEAD_BYTES = 128;

    int bytes() {
      return OVERHEAD_BYTES + message.bytes().length;
    }
  }

  private final FrameOutput output;
  private final int channel;
  private final DeliveredMessage delivered;
  private final UnsettledDeliveries unsettled;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);
  private long waitingBytes;
  private int nextTransferId; // serial number
  private long window; // transfers that the client takes at present, 0 or more
  private long nextDeliveryId; // the lower half is the serial number on the wire
  // The message of which a part was sent when the window closed.
  private @Nullable OutgoingLink cutLink;
  private byte[] cutRest = {};
  private boolean cutSettled;

  OutgoingTransfers(
      FrameOutput output, int channel, DeliveredMessage delivered, UnsettledDeliveries unsettled) {
    this.output = output;
    this.channel = channel;
    this.delivered = delivered;
    this.unsettled = unsettled;
  }

  /** The next transfer's id, a serial number. */
  int nextTransferId() {
    return nextTransferId;
  }

  /**
   * The delivery to which a serial number belongs: the last one that was sent with it.
   *
   * @return an id as {@link UnsettledDeliveries} knows them
   */
  long idOf(int serial) {
    return nextDeliveryId - 1 - ((int) (nextDeliveryId - 1) - serial);
  }

  /**
   * The client's window has changed.
   *
   * @param nextIncomingId the transfer id that the client expects next, a serial number
   * @param incomingWindow how many transfers it takes from there, 0 to 2³²−1
   */
  void onWindow(int nextIncomingId, long incomingWindow) {
    // §2.5.6; serial arithmetic, so overflow is intended.
    window = Math.max(0, incomingWindow + (nextIncomingId - nextTransferId));
    OutgoingLink link = cutLink;
    if (link != null && window > 0) {
      continueCut(link);
    }
    while (window > 0 && cutLink == null && !waiting.isEmpty()) {
      Waiting next = waiting.remove();
      waitingBytes -= next.bytes();
      start(next.link, next.message, next.delivery, next.redelivered, next.deliveryCount);
    }
  }

  /** Sends a message, or keeps it until it may be sent. */
  void send(
      OutgoingLink link,
      Message message,
      @Nullable Delivery delivery,
      boolean redelivered,
      int deliveryCount) {
    if (window > 0 && cutLink == null && waiting.isEmpty()) {
      start(link, message, delivery, redelivered, deliveryCount);
    } else {
      Waiting last = new Waiting(link, message, delivery, redelivered, deliveryCount);
      waiting.add(last);
      waitingBytes += last.bytes();
    }
  }

  /** Bytes of the messages that wait. */
  long waitingBytes() {
    return waitingBytes;
  }

  /**
   * A link has ended: nothing more of it is sent.
   *
   * @param visitor takes deliveries that were waiting
   */
  void drop(OutgoingLink link, UnsettledDeliveries.Visitor visitor) {
    if (cutLink == link) {
      cutLink = null;
      cutRest = new byte[0];
    }
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting each = all.next();
      if (each.link == link) {
        all.remove();
        waitingBytes -= each.bytes();
        if (each.delivery != null) {
          visitor.onDelivery(link, each.delivery);
        }
      }
    }
  }

  private void start(
      OutgoingLink link,
      Message message,
      @Nullable Delivery delivery,
      boolean redelivered,
      int deliveryCount) {
    if (link.isOwnMessages()) {
      delivered.prepareOwn(message);
    } else {
      delivered.prepare(message, redelivered, deliveryCount);
    }
    int length = delivered.length();
    if (!link.takes(length)) {
      delivered.clear();
      link.onTooLarge(length, delivery);
      return;
    }
    long id = nextDeliveryId++;
    if (delivery != null) {
      unsettled.add(id, link, delivery);
    }
    int most = output.frameMax() - HEAD_BYTES_MAX;
    int at = 0;
    do {
      int part = Math.min(most, length - at);
      ByteBuf out = output.out(HEAD_BYTES_MAX + part);
      int frame = Frames.begin(out, Frames.TYPE_AMQP, channel);
      boolean more = at + part < length;
      if (at == 0) {
        first(out, link.handle(), (int) id, delivery == null, more);
      } else {
        further(out, link.handle(), delivery == null, more);
      }
      delivered.writeTo(out, at, part);
      Frames.end(out, frame);
      at += part;
      nextTransferId++;
      window--;
    } while (at < length && window > 0);
    if (at < length) {
      cutLink = link;
      cutRest = delivered.copy(at, length - at);
      cutSettled = delivery == null;
    }
    delivered.clear();
    if (cutLink == null) {
      link.onSent();
    }
  }

  private void continueCut(OutgoingLink link) {
    byte[] rest = cutRest;
    int most = output.frameMax() - HEAD_BYTES_MAX;
    int at = 0;
    while (at < rest.length && window > 0) {
      int part = Math.min(most, rest.length - at);
      ByteBuf out = output.out(HEAD_BYTES_MAX + part);
      int frame = Frames.begin(out, Frames.TYPE_AMQP, channel);
      further(out, link.handle(), cutSettled, at + part < rest.length);
      out.writeBytes(rest, at, part);
      Frames.end(out, frame);
      at += part;
      nextTransferId++;
      window--;
    }
    if (at < rest.length) {
      cutRest = Arrays.copyOfRange(rest, at, rest.length);
    } else {
      cutLink = null;
      cutRest = new byte[0];
      link.onSent();
    }
  }

  private static void first(ByteBuf out, int handle, int id, boolean settled, boolean more) {
    ValueWriter.descriptor(out, FrameCursor.TRANSFER);
    int list = ValueWriter.beginShortList(out, 6);
    ValueWriter.uint(out, handle);
    ValueWriter.uint(out, id & 0xFFFF_FFFFL);
    ValueWriter.binaryHead(out, TAG_BYTES);
    out.writeInt(id);
    ValueWriter.uint(out, 0); // message-format
    ValueWriter.bool(out, settled);
    ValueWriter.bool(out, more);
    ValueWriter.endShortList(out, list);
  }

  private static void further(ByteBuf out, int handle, boolean settled, boolean more) {
    ValueWriter.descriptor(out, FrameCursor.TRANSFER);
    int list = ValueWriter.beginShortList(out, 6);
    ValueWriter.uint(out, handle);
    ValueWriter.nulls(out, 3);
    ValueWriter.bool(out, settled);
    ValueWriter.bool(out, more);
    ValueWriter.endShortList(out, list);
  }
}
