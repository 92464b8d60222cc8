package io.warrenmq.server.listener;

import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A listener could not be bound. The message is for the operator: key, address, reason, what to do.
 */
public final class BindException extends Exception {
  private static final long serialVersionUID = 1;

  private BindException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static BindException twin(ListenerOptions listener, ListenerOptions other) {
    return new BindException(
        "Cannot listen on %s = %s:%d: %s listens there. Give one of them another port."
            .formatted(listener.configKey(), listener.host(), listener.port(), other.configKey()),
        null);
  }

  static BindException of(ListenerOptions listener, Throwable cause) {
    String wanted = listener.configKey() + " = " + listener.host() + ":" + listener.port();
    return new BindException("Cannot listen on " + wanted + ": " + advice(listener, cause), cause);
  }

  private static String advice(ListenerOptions listener, Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    if (cause instanceof UnknownHostException || reason.contains("resolve")) {
      return "the host name is not known here. Use an address of this machine.";
    }
    if (reason.contains("already in use")) {
      return "the port is taken by another process. Stop that one (ss -ltnp 'sport = :"
          + listener.port()
          + "' names it), or set "
          + listener.configKey()
          + " to another port (0 takes a free one, none turns the listener off).";
    }
    if (reason.contains("annot assign")) {
      return "this machine has no such address. Use one that `ip addr` shows, or :: for all.";
    }
    if (reason.contains("ermission denied")) {
      return "not allowed for this user. Ports below 1024 need the right to bind them; use a higher"
          + " one.";
    }
    return reason;
  }
}
