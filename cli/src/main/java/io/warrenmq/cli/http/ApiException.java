package io.warrenmq.cli.http;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;

/** An answer of the HTTP API that is a refusal. Immutable. */
public final class ApiException extends CommandException {
  private final int status;
  private final String reason;

  ApiException(String request, int status, String error, String reason) {
    super(code(status), text(request, status, error, reason));
    this.status = status;
    this.reason = reason;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What the broker says of it, maybe over several lines; empty when it says nothing. */
  public String reason() {
    return reason;
  }

  private static int code(int status) {
    return switch (status) {
      case 400, 404, 409, 413, 415, 422 -> ExitCode.DATA;
      case 401, 403 -> ExitCode.NO_PERMISSION;
      case 408, 429, 504 -> ExitCode.TEMPORARY;
      case 405, 501, 502, 503 -> ExitCode.UNAVAILABLE;
      default -> ExitCode.SOFTWARE;
    };
  }

  private static String text(String request, int status, String error, String reason) {
    StringBuilder text = new StringBuilder(request).append(" was answered with ").append(status);
    String said = reason.strip().replaceAll("\\s*\\R\\s*", " ");
    if (!said.isEmpty()) {
      text.append(": ").append(said);
    } else if (!error.isEmpty()) {
      text.append(": ").append(error);
    }
    if (!text.toString().endsWith(".")) {
      text.append('.');
    }
    return text.append(advice(status)).toString();
  }

  private static String advice(int status) {
    return switch (status) {
      case 401 -> " Check --user and --password; the user needs a tag such as management.";
      case 403 -> " Use another --user, or grant permissions: warrenctl help set_permissions.";
      case 404 -> " Check the name and --vhost.";
      case 405, 501 -> " This broker does not offer that.";
      case 500 -> " The broker's log says more.";
      case 408, 429, 502, 503, 504 -> " Try again later.";
      default -> "";
    };
  }
}
