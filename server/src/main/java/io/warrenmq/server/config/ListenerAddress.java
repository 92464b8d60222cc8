package io.warrenmq.server.config;

/**
 * Where to listen. Immutable.
 *
 * @param host an address or host name without brackets; empty for all interfaces
 * @param port 0..65535; 0 takes a free port; -1 in {@link #NONE} alone
 */
public record ListenerAddress(String host, int port) {

  /** Written {@code none}: the listener is turned off. */
  public static final ListenerAddress NONE = new ListenerAddress("", -1);

  /** Whether this stands for a listener that is turned off. */
  public boolean isNone() {
    return port < 0;
  }

  /**
   * Reads {@code none}, {@code 5672}, {@code 127.0.0.1:5672}, {@code localhost:5672}, {@code
   * ::1:5672} or {@code [::1]:5672}.
   */
  static ListenerAddress parse(String text) throws BadValueException {
    if (text.equals("none")) {
      return NONE;
    }
    // The last colon parts address and port, as RabbitMQ has it, so IPv6 needs no brackets.
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (colon >= 0 && !HostName.isAddressOrName(host)) {
      throw new BadValueException("'" + host + "' is neither an IP address nor a host name");
    }
    long port = Numbers.parse(text.substring(colon + 1));
    if (port < 0 || port > 65535) {
      throw new BadValueException("port " + port + " is out of range");
    }
    return new ListenerAddress(host, (int) port);
  }

  @Override
  public String toString() {
    if (isNone()) {
      return "none";
    }
    if (host.isEmpty()) {
      return Integer.toString(port);
    }
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
