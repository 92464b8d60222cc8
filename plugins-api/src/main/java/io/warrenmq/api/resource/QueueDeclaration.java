package io.warrenmq.api.resource;

/**
 * What a client asks a queue to be.
 *
 * @param name at most 255 bytes of UTF-8; empty: the broker chooses {@code amq.gen-…}
 * @param durable whether it survives a restart
 * @param exclusive whether it belongs to the declaring connection and goes with it
 * @param autoDelete whether it goes when its last consumer goes
 * @param arguments {@code x-…} arguments
 */
public record QueueDeclaration(
    String name, boolean durable, boolean exclusive, boolean autoDelete, Arguments arguments) {}
