package io.warrenmq.core.event;

import io.warrenmq.api.transport.TransportInfo;
import java.util.Map;

/** What events tell of where a client is. Stateless. */
public final class TransportAttributes {
  private TransportAttributes() {}

  /** Adds both ends of a transport, and whether it is encrypted. */
  public static void put(Map<String, Object> attributes, TransportInfo transport) {
    attributes.put("peer_host", transport.remote().getHostString());
    attributes.put("peer_port", transport.remote().getPort());
    attributes.put("host", transport.local().getHostString());
    attributes.put("port", transport.local().getPort());
    attributes.put("ssl", transport.tlsProtocol() != null);
  }
}
