package io.warrenmq.management.health;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.broker.NodeListener;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Whether ports are served, and the certificates there are good for some time. */
public final class ListenerHealthResource {
  private static final long DAY_S = 86_400;
  // As in RabbitMQ: a month is a twelfth of a year.
  private static final long YEAR_DAYS = 365;
  private static final int WEEK_DAYS = 7;
  private static final int MONTHS = 12;
  private static final long TIME_MAX = 1_000_000; // of any unit; far beyond a certificate's life
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd H:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Administration administration;

  /** Of a broker's. */
  public ListenerHealthResource(Administration administration) {
    this.administration = administration;
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    String checks = "/api/health/checks/";
    router
        .get(checks + "port-listener/{port}", Access.MANAGEMENT, this::port)
        .get(checks + "protocol-listener/{protocol}", Access.MANAGEMENT, this::protocol)
        .get(
            checks + "certificate-expiration/{within}/{unit}",
            Access.MANAGEMENT,
            this::certificates);
  }

  // ---- what is served ----

  private Future<Response> port(ApiRequest request) {
    long port = number(request.parameter("port"), "Invalid port");
    List<Integer> ports =
        administration.listeners().stream().map(NodeListener::port).distinct().toList();
    if (ports.stream().noneMatch(each -> each == port)) {
      throw Health.failed(
          "No active listener",
          new JsonObject().put("missing", port).put("ports", new JsonArray(ports)));
    }
    return Future.succeededFuture(Json.ok(Health.okBody().put("port", port)));
  }

  private static long number(String text, String fault) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest(fault);
    }
  }

  /** One of several is enough. */
  private Future<Response> protocol(ApiRequest request) {
    List<String> served =
        administration.listeners().stream().map(NodeListener::protocol).distinct().toList();
    String asked = request.parameter("protocol");
    for (String each : asked.split(",", -1)) {
      String name = ProtocolNames.normal(each);
      if (served.contains(name)) {
        return Future.succeededFuture(Json.ok(Health.okBody().put("protocol", name)));
      }
    }
    throw Health.failed(
        "No active listener",
        new JsonObject().put("missing", asked).put("protocols", new JsonArray(served)));
  }

  // ---- certificates ----

  private Future<Response> certificates(ApiRequest request) {
    long within = number(request.parameter("within"), "Invalid expiration value.");
    long seconds =
        Math.max(-TIME_MAX, Math.min(TIME_MAX, within)) * unitSeconds(request.parameter("unit"));
    Instant now = Instant.ofEpochMilli(administration.metadataLoop().clock().wallMs());
    Instant until = now.plusSeconds(seconds);
    JsonArray expired = new JsonArray();
    for (NodeListener listener : administration.listeners()) {
      NodeListener.Tls tls = listener.tls();
      if (tls != null) {
        JsonArray own = unusable(tls.own().get(), now, until);
        JsonArray authorities = unusable(tls.authorities().get(), now, until);
        if (!own.isEmpty() || !authorities.isEmpty()) {
          expired.add(describe(listener, tls, own, authorities));
        }
      }
    }
    if (!expired.isEmpty()) {
      throw Health.failed("Certificates expiring", new JsonObject().put("expired", expired));
    }
    return Future.succeededFuture(Health.ok());
  }

  private static long unitSeconds(String unit) {
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "days" -> DAY_S;
      case "weeks" -> WEEK_DAYS * DAY_S;
      case "months" -> YEAR_DAYS * DAY_S / MONTHS;
      case "years" -> YEAR_DAYS * DAY_S;
      default ->
          throw ApiException.badRequest(
              "Time unit not recognised. Supported units: days, weeks, months, years.");
    };
  }

  /** When those end that do too soon; and those that have not begun. */
  private static JsonArray unusable(
      List<X509Certificate> certificates, Instant now, Instant until) {
    JsonArray times = new JsonArray();
    for (X509Certificate certificate : certificates) {
      Instant begin = certificate.getNotBefore().toInstant();
      Instant end = certificate.getNotAfter().toInstant();
      if (begin.isAfter(now)) {
        times.add("not valid before " + TIME.format(begin));
      } else if (end.isBefore(until)) {
        times.add(TIME.format(end));
      }
    }
    return times;
  }

  private JsonObject describe(
      NodeListener listener, NodeListener.Tls tls, JsonArray own, JsonArray authorities) {
    String authoritiesFile = tls.authoritiesFile();
    return new JsonObject()
        .put("node", administration.node())
        .put("protocol", listener.protocol())
        .put("interface", listener.host())
        .put("port", listener.port())
        .put("certfile", tls.certificateFile())
        .put("cacertfile", authoritiesFile == null ? "" : authoritiesFile)
        .put("certfile_expires_on", own)
        .put("cacertfile_expires_on", authorities);
  }
}
