package io.warrenmq.testkit.conformance;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.Arguments;
import java.util.Map;

/**
 * A binding, and a message that it takes. Immutable.
 *
 * @param bindingKey the binding's key
 * @param arguments the binding's arguments
 * @param routingKey the message's key
 * @param headers the message's headers
 */
public record RouteSample(
    String bindingKey, Arguments arguments, String routingKey, Map<String, Object> headers) {
  /** Copies the headers. */
  public RouteSample {
    headers = Map.copyOf(headers);
  }

  /** A binding and a message of which the keys alone matter. */
  public static RouteSample of(String bindingKey, String routingKey) {
    return new RouteSample(bindingKey, Arguments.NONE, routingKey, Map.of());
  }

  Message message() {
    return new PlainFormat(headers).message("x", routingKey, "");
  }
}
