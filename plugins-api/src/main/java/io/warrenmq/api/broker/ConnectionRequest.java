package io.warrenmq.api.broker;

import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.transport.TransportInfo;

/**
 * A connection that has authenticated and names its vhost.
 *
 * @param principal who it is
 * @param vhost where it wants to go
 * @param protocol the protocol's name and version for listings, for example {@code AMQP 0-9-1}
 * @param transport its two ends
 * @param loop the loop it lives on
 * @param clientProperties what the client says of itself
 * @param clientId the client's identifier where the protocol has one, else the empty text
 * @param handle the protocol's side
 * @param details what only the protocol knows, for who looks
 */
public record ConnectionRequest(
    Principal principal,
    String vhost,
    String protocol,
    TransportInfo transport,
    Loop loop,
    Arguments clientProperties,
    String clientId,
    ConnectionHandle handle,
    ConnectionDetails details) {
  /** Of which no details are known. */
  public ConnectionRequest(
      Principal principal,
      String vhost,
      String protocol,
      TransportInfo transport,
      Loop loop,
      Arguments clientProperties,
      String clientId,
      ConnectionHandle handle) {
    this(
        principal,
        vhost,
        protocol,
        transport,
        loop,
        clientProperties,
        clientId,
        handle,
        ConnectionDetails.NONE);
  }
}
