package io.warrenmq.amqp091.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamedPropertiesTest {
  private static final Principal USER = new Principal("u", Set.of());
  private static final byte[] BODY = {1, 2, 3};

  private static Message publish(Map<String, Object> properties) {
    return Amqp091Format.INSTANCE.publish(USER, 7, "x", "k", properties, BODY.clone());
  }

  private static Map<String, Object> shown(Message message, int deliveryCount) {
    return Amqp091Format.INSTANCE.properties(message, deliveryCount);
  }

  @Test
  void showsWhatItWasMadeOf() {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("text", "t");
    headers.put("number", 5L);
    headers.put("real", 1.5);
    headers.put("flag", true);
    headers.put("list", List.of("x", 1L));
    headers.put("table", Map.of("a", Map.of("b", 2L)));
    headers.put("x-nothing", Arguments.VOID);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("content_type", "a/b");
    all.put("content_encoding", "gzip");
    all.put("headers", headers);
    all.put("delivery_mode", 2);
    all.put("priority", 4);
    all.put("correlation_id", "c");
    all.put("reply_to", "r");
    all.put("expiration", "60000");
    all.put("message_id", "m");
    all.put("timestamp", 1_700_000_000L);
    all.put("type", "t");
    all.put("user_id", "u");
    all.put("app_id", "a");
    all.put("cluster_id", "l");

    Message message = publish(all);

    assertThat(shown(message, 0)).isEqualTo(all);
    assertThat(shown(message, 0).keySet()).containsExactlyElementsOf(all.keySet());
    assertThat(message.isDurable()).isTrue();
    assertThat(message.priority()).isEqualTo(4);
    assertThat(message.ttlMs()).isEqualTo(60_000);
    assertThat(message.receivedMs()).isEqualTo(7);
    assertThat(message.exchange()).isEqualTo("x");
    assertThat(message.routingKey()).isEqualTo("k");
    assertThat(message.bodyLength()).isEqualTo(3);
  }

  @Test
  void hasNothingThatNobodySaid() {
    Message message = publish(Map.of("unknown", "x"));

    assertThat(shown(message, 0)).isEmpty();
    assertThat(message.isDurable()).isFalse();
    assertThat(message.ttlMs()).isEqualTo(Message.NO_TTL);
  }

  @Test
  void takesCopiesAsAnyPublishDoes() {
    Message message =
        publish(Map.of("headers", Map.of("CC", List.of("a"), "BCC", List.of("b"), "n", 1L)));

    assertThat(message.routingKeys()).containsExactly("k", "a");
    assertThat(message.blindRoutingKeys()).containsExactly("b");
    assertThat(shown(message, 0)).isEqualTo(Map.of("headers", Map.of("CC", List.of("a"), "n", 1L)));
  }

  @Test
  void showsHowOftenItCameBack() {
    assertThat(shown(publish(Map.of()), 2))
        .isEqualTo(Map.of("headers", Map.of("x-delivery-count", 2L)));
  }

  private static void refused(Map<String, Object> properties, ErrorKind kind, String text) {
    assertThatThrownBy(() -> publish(properties))
        .isInstanceOf(BrokerException.class)
        .hasMessage(text)
        .extracting(e -> ((BrokerException) e).kind())
        .isEqualTo(kind);
  }

  @Test
  void refusesWhatAPublisherMayNotSend() {
    refused(
        Map.of("user_id", "other"),
        ErrorKind.PRECONDITION_FAILED,
        "user_id property set to 'other' but authenticated user was 'u'");
    refused(
        Map.of("expiration", "abc"),
        ErrorKind.PRECONDITION_FAILED,
        "invalid expiration 'abc': no_integer");
    refused(
        Map.of("priority", 256),
        ErrorKind.PRECONDITION_FAILED,
        "priority is 256, and may be 0 to 255");
    refused(Map.of("type", "t".repeat(256)), ErrorKind.TOO_LARGE, "type is longer than 255 bytes");
    refused(
        Map.of("headers", Map.of("h".repeat(256), 1L)),
        ErrorKind.TOO_LARGE,
        "name of a header is longer than 255 bytes");
    refused(
        Map.of("headers", Map.of("h", "x".repeat(200_000))),
        ErrorKind.TOO_LARGE,
        "properties are longer than 131052 bytes");
    assertThatThrownBy(
            () -> Amqp091Format.INSTANCE.publish(USER, 7, "x", "k".repeat(256), Map.of(), BODY))
        .hasMessage("routing key is longer than 255 bytes");
  }
}
