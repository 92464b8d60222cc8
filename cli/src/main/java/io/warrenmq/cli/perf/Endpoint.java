package io.warrenmq.cli.perf;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where clients connect, and as whom. Immutable. */
record Endpoint(String host, int port, boolean isTls, String user, String password, String vhost) {

  /**
   * What a URI says, and for what it does not say, the API's target.
   *
   * @throws CommandException if it is none of the protocol's
   */
  static Endpoint of(Protocol protocol, @Nullable String text, Target target, String vhost)
      throws CommandException {
    if (text == null) {
      String host = target.url().getHost();
      return new Endpoint(
          host, protocol.port(false), false, target.user(), target.password(), vhost);
    }
    try {
      URI uri = new URI(text);
      boolean isTls = protocol.scheme(true).equals(uri.getScheme());
      if ((isTls || protocol.scheme(false).equals(uri.getScheme())) && uri.getHost() != null) {
        String info = uri.getRawUserInfo();
        String[] login = info == null ? new String[0] : info.split(":", 2);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return new Endpoint(
            uri.getHost(),
            uri.getPort() < 0 ? protocol.port(isTls) : uri.getPort(),
            isTls,
            login.length > 0 ? decode(login[0]) : target.user(),
            login.length > 1 ? decode(login[1]) : target.password(),
            path.length() > 1 ? decode(path.substring(1)) : vhost);
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // said below
    }
    throw new CommandException(
        ExitCode.USAGE,
        "'%s' is no --uri of %s; write %s://USER:PASSWORD@HOST:PORT/VHOST"
            .formatted(text, protocol, protocol.scheme(false)));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
