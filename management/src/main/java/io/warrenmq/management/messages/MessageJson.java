package io.warrenmq.management.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.message.BasicFormat;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.management.api.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Shows messages as RabbitMQ's API does, whatever protocol they came by: payload and properties as
 * a consumer of AMQP 0-9-1 gets them. Counts how much it has shown. For one answer.
 */
final class MessageJson {
  /** So many messages are in an answer at most. */
  static final int COUNT_MAX = 1_000;

  /** After so many bytes none is added to an answer. */
  static final long BYTES_MAX = 16 << 20;

  private static final String FORMAT = "amqp091";
  private static final int OVERHEAD_BYTES = 200; // the names of fields

  private final BasicFormat format;
  private final boolean alwaysBase64;
  private final long payloadBytesMax;
  private long shownBytes;

  /**
   * Begins an answer.
   *
   * @param payloadBytesMax so much is shown of each payload; −1 for all
   */
  MessageJson(BasicFormat format, boolean alwaysBase64, long payloadBytesMax) {
    this.format = format;
    this.alwaysBase64 = alwaysBase64;
    this.payloadBytesMax = payloadBytesMax;
  }

  /**
   * The format in which messages are shown and made.
   *
   * @throws ApiException 501 when the broker runs without that protocol
   */
  static BasicFormat format(Broker broker) {
    if (broker.format(FORMAT) instanceof BasicFormat format) {
      return format;
    }
    throw new ApiException(
        HttpResponseStatus.NOT_IMPLEMENTED,
        "unsupported",
        "messages are shown and published in the format of a protocol that this broker does not"
            + " run: "
            + FORMAT);
  }

  /** Whether as much was shown as one answer may have. */
  boolean isFull() {
    return shownBytes >= BYTES_MAX;
  }

  /** Shows one. Where the delivery's message may be asked for. */
  JsonObject show(Delivery delivery) {
    Message message = delivery.message().in(format);
    byte[] bytes = message.bytes();
    int length = message.bodyLength();
    int shown = payloadBytesMax < 0 ? length : (int) Math.min(length, payloadBytesMax);
    int from = message.headerLength();
    byte[] payload = Arrays.copyOfRange(bytes, from, from + shown);
    String text = alwaysBase64 ? null : text(payload);
    String encoded = text == null ? Base64.getEncoder().encodeToString(payload) : text;
    shownBytes += OVERHEAD_BYTES + from + (text == null ? encoded.length() : shown);
    return new JsonObject()
        .put("payload_bytes", length)
        .put("redelivered", delivery.isRedelivered())
        .put("exchange", message.exchange())
        .put("routing_key", message.routingKey())
        .put("properties", properties(message, delivery.deliveryCount()))
        .put("payload", encoded)
        .put("payload_encoding", text == null ? "base64" : "string");
  }

  private JsonObject properties(Message message, int deliveryCount) {
    return JsonArguments.write(Arguments.of(format.properties(message, deliveryCount)));
  }

  private static @Nullable String text(byte[] payload) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
