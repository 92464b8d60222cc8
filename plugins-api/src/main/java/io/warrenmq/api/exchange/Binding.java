package io.warrenmq.api.exchange;

import io.warrenmq.api.resource.Arguments;

/**
 * One binding of an exchange, as its router sees it. Two bindings are the same when destination,
 * key and arguments are. Immutable.
 *
 * @param destination where it leads
 * @param routingKey the binding key, at most 255 bytes
 * @param arguments the binding's arguments
 */
public record Binding(Destination destination, String routingKey, Arguments arguments) {}
