package io.warrenmq.amqp10.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.ValueCursor;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.api.message.Message;

/**
 * Makes what is sent of a message: a header section and message annotations with what the broker
 * has to say, and then the bare message as it came, byte by byte. What the publisher said of its
 * delivery to the broker is left out. No garbage, unless there is more to say than where the
 * message went. One for each connection, used for one delivery after the other. Confined to the
 * connection's loop.
 */
public final class DeliveredMessage {
  private static final byte[] NONE = {};
  private static final byte[] EXCHANGE = "x-exchange".getBytes(US_ASCII);
  private static final byte[] ROUTING_KEY = "x-routing-key".getBytes(US_ASCII);
  private static final byte[] DELIVERY_COUNT = "x-delivery-count".getBytes(US_ASCII);
  private static final int PREFIX_BYTES = 256;
  private static final int PREFIX_KEPT_BYTES_MAX = 64 * 1024;

  private final MessageSections sections = new MessageSections();
  private final ValueCursor cursor = new ValueCursor();
  private final Said said = new Said();
  private ByteBuf prefix = Unpooled.buffer(PREFIX_BYTES);
  private byte[] bytes = NONE;
  private int bareAt;

  /** Creates it, before any message. */
  public DeliveredMessage() {}

  /**
   * Takes the next message, converted if it is of another protocol.
   *
   * @param redelivered whether it may have been delivered before
   * @param deliveryCount how often it was returned as failed, 0 or more; −1 counts as 0
   */
  public void prepare(Message message, boolean redelivered, int deliveryCount) {
    Message own = message.in(Amqp10Format.INSTANCE);
    bytes = own.bytes();
    sections.readEnvelope(bytes);
    bareAt = sections.bareAt();
    boolean isPlain = !sections.has(Section.MESSAGE_ANNOTATIONS) && own.annotations().isEmpty();
    if (isPlain && said.isSame(own, redelivered, deliveryCount)) {
      return; // The prefix is still there: one message is mostly like the one before.
    }
    if (isPlain) {
      said.remember(own, redelivered, deliveryCount);
    } else {
      said.forget();
    }
    prefix.clear();
    writeHeader(own, redelivered, deliveryCount);
    writeAnnotations(own, deliveryCount);
  }

  /** Takes a message of the broker's own, which goes out as it is. */
  public void prepareOwn(Message message) {
    bytes = message.bytes();
    bareAt = 0;
    prefix.clear();
    said.forget();
  }

  /** §3.2.1. */
  private void writeHeader(Message message, boolean redelivered, int deliveryCount) {
    ValueWriter.descriptor(prefix, Section.HEADER);
    int start = ValueWriter.begin(prefix);
    ValueWriter.bool(prefix, message.isDurable());
    if (message.priority() == Message.NO_PRIORITY) {
      ValueWriter.write(prefix, null);
    } else {
      ValueWriter.ubyte(prefix, message.priority());
    }
    if (message.ttlMs() == Message.NO_TTL || message.annotations().ttlRemoved()) {
      ValueWriter.write(prefix, null);
    } else {
      ValueWriter.uint(prefix, Math.min(message.ttlMs(), 0xFFFF_FFFFL));
    }
    ValueWriter.bool(prefix, !redelivered); // first-acquirer
    ValueWriter.uint(prefix, Math.max(deliveryCount, 0));
    ValueWriter.endList(prefix, start, 5);
  }

  private void writeAnnotations(Message message, int deliveryCount) {
    BrokerAnnotations added = BrokerAnnotations.of(message.annotations());
    ValueWriter.descriptor(prefix, Section.MESSAGE_ANNOTATIONS);
    int start = ValueWriter.begin(prefix);
    int entries = 2;
    if (sections.has(Section.MESSAGE_ANNOTATIONS)) {
      entries += copyAnnotations(added, deliveryCount > 0);
    }
    ValueWriter.symbol(prefix, EXCHANGE);
    ValueWriter.string(prefix, message.exchange());
    ValueWriter.symbol(prefix, ROUTING_KEY);
    ValueWriter.string(prefix, message.routingKey());
    if (deliveryCount > 0) { // as RabbitMQ's quorum queues have it, beside the header
      ValueWriter.symbol(prefix, DELIVERY_COUNT);
      ValueWriter.write(prefix, (long) deliveryCount);
      entries++;
    }
    entries += added.write(prefix);
    ValueWriter.endMap(prefix, start, 2 * entries);
  }

  /**
   * Copies the publisher's annotations, but for those that are the broker's to make.
   *
   * @return how many
   */
  private int copyAnnotations(BrokerAnnotations added, boolean counts) {
    cursor.begin(
        bytes,
        sections.valueAt(Section.MESSAGE_ANNOTATIONS),
        sections.endAt(Section.MESSAGE_ANNOTATIONS));
    int copied = 0;
    for (int entries = cursor.enterMap(); entries > 0; entries--) {
      int from = cursor.position();
      boolean isBrokers =
          cursor.isText(EXCHANGE)
              || cursor.isText(ROUTING_KEY)
              || (counts && cursor.isText(DELIVERY_COUNT))
              || added.hasNext(cursor);
      cursor.skip();
      cursor.skip();
      if (!isBrokers) {
        prefix.writeBytes(bytes, from, cursor.position() - from);
        copied++;
      }
    }
    return copied;
  }

  /** Bytes of what is sent. */
  public int length() {
    return prefix.readableBytes() + bytes.length - bareAt;
  }

  /** Writes a part of what is sent, within {@link #length}. */
  public void writeTo(ByteBuf out, int from, int count) {
    int prefixed = prefix.readableBytes();
    int ofPrefix = Math.min(Math.max(prefixed - from, 0), count);
    if (ofPrefix > 0) {
      out.writeBytes(prefix, from, ofPrefix);
    }
    if (count > ofPrefix) {
      out.writeBytes(bytes, bareAt + from + ofPrefix - prefixed, count - ofPrefix);
    }
  }

  /** A copy of a part of what is sent, within {@link #length}. */
  public byte[] copy(int from, int count) {
    byte[] part = new byte[count];
    writeTo(Unpooled.wrappedBuffer(part).clear(), from, count);
    return part;
  }

  /** Lets go of the message: to be called when all of it was written. */
  public void clear() {
    bytes = NONE;
    bareAt = 0;
    sections.clear();
    cursor.clear();
    if (prefix.capacity() > PREFIX_KEPT_BYTES_MAX) {
      prefix = Unpooled.buffer(PREFIX_BYTES);
      said.forget();
    }
  }

  /** What the prefix says, when that is not more than these. */
  private static final class Said {
    private boolean known;
    private boolean durable;
    private boolean redelivered;
    private int priority;
    private int deliveryCount;
    private long ttlMs;
    private String exchange = "";
    private String routingKey = "";

    boolean isSame(Message message, boolean isRedelivered, int count) {
      return known
          && durable == message.isDurable()
          && redelivered == isRedelivered
          && priority == message.priority()
          && deliveryCount == count
          && ttlMs == message.ttlMs()
          && routingKey.equals(message.routingKey())
          && exchange.equals(message.exchange());
    }

    void remember(Message message, boolean isRedelivered, int count) {
      known = true;
      durable = message.isDurable();
      redelivered = isRedelivered;
      priority = message.priority();
      deliveryCount = count;
      ttlMs = message.ttlMs();
      exchange = message.exchange();
      routingKey = message.routingKey();
    }

    void forget() {
      known = false;
    }
  }
}
