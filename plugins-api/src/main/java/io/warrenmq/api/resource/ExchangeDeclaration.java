package io.warrenmq.api.resource;

/**
 * What a client asks an exchange to be.
 *
 * @param name at most 255 bytes of UTF-8; not empty
 * @param type the exchange type's name, for example {@code topic}
 * @param durable whether it survives a restart
 * @param autoDelete whether it goes when its last binding goes
 * @param internal whether clients may not publish to it
 * @param arguments the type's own and {@code alternate-exchange}
 */
public record ExchangeDeclaration(
    String name,
    String type,
    boolean durable,
    boolean autoDelete,
    boolean internal,
    Arguments arguments) {}
