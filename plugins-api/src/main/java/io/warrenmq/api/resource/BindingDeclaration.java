package io.warrenmq.api.resource;

/**
 * A binding a client asks for or takes back. All components are part of its identity.
 *
 * @param source the exchange messages come from
 * @param destination the queue or exchange they go to
 * @param toExchange whether the destination is an exchange
 * @param routingKey at most 255 bytes; what it means is the source type's affair
 * @param arguments what they mean is the source type's affair
 */
public record BindingDeclaration(
    String source,
    String destination,
    boolean toExchange,
    String routingKey,
    Arguments arguments) {}
