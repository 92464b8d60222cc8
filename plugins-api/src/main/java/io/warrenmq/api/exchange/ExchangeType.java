package io.warrenmq.api.exchange;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.plugin.Plugin;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;

/**
 * An exchange type: {@link #name} is what clients declare. Stateless; each exchange has a router of
 * its own.
 */
public interface ExchangeType extends Plugin {
  /**
   * Checks a new exchange's declaration.
   *
   * @throws BrokerException PRECONDITION_FAILED when an argument is not acceptable
   */
  default void validate(ExchangeDeclaration declaration) {}

  /**
   * Checks a new binding from an exchange of this type.
   *
   * @param exchange the exchange's declaration
   * @throws BrokerException PRECONDITION_FAILED when key or arguments are not acceptable
   */
  default void validateBinding(
      ExchangeDeclaration exchange, String routingKey, Arguments arguments) {}

  /** Makes the empty routing table of a new exchange. */
  ExchangeRouter newRouter(ExchangeDeclaration declaration);
}
