package io.warrenmq.exchanges;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;

/**
 * {@code x-local-random}: like {@code x-random}, but only queues on the node that took the message
 * are chosen from; for requests to workers with exclusive queues.
 */
public final class LocalRandomExchange extends RandomExchange {
  @Override
  public String name() {
    return "x-local-random";
  }

  @Override
  public void validateBinding(
      ExchangeDeclaration exchange, String routingKey, Arguments arguments) {
    if (!routingKey.isEmpty()) {
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED,
          "Non empty binding '" + routingKey + "' key not permitted");
    }
  }

  @Override
  boolean mayChoose(Destination destination) {
    return destination.isLocal();
  }
}
