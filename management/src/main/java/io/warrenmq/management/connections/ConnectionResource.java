package io.warrenmq.management.connections;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.core.session.ConsumerStatus;
import io.warrenmq.core.session.SessionStatus;
import io.warrenmq.core.session.SessionSurvey;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Listing;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.consumers.ConsumerColumns;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.stats.Statistics;
import io.warrenmq.management.stats.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Connections, sessions and consumers. Who does not monitor sees its own connections, and may close
 * them.
 */
public final class ConnectionResource {
  private static final String REASON = "Closed via management plugin";
  private static final int REASON_LENGTH_MAX = 255;

  private final Administration administration;
  private final Statistics statistics;
  private final String node;

  /** Of a broker's. */
  public ConnectionResource(Administration administration, Statistics statistics) {
    this.administration = administration;
    this.statistics = statistics;
    this.node = administration.node();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get("/api/connections", Access.MANAGEMENT, request -> list(request, all -> true))
        .get("/api/vhosts/{vhost}/connections", Access.MANAGEMENT, this::listOfVhost)
        .get("/api/connections/username/{user}", Access.MANAGEMENT, this::listOfUser)
        .delete("/api/connections/username/{user}", Access.MANAGEMENT, this::closeAllOfUser)
        .get("/api/connections/{name}", Access.MANAGEMENT, this::show)
        .delete("/api/connections/{name}", Access.MANAGEMENT, this::close)
        .get("/api/connections/{name}/channels", Access.MANAGEMENT, this::channelsOf)
        .get("/api/connections/{name}/sessions", Access.MANAGEMENT, this::sessionsOf)
        .get("/api/channels", Access.MANAGEMENT, request -> channels(request, all -> true))
        .get("/api/vhosts/{vhost}/channels", Access.MANAGEMENT, this::channelsOfVhost)
        .get("/api/channels/{name}", Access.MANAGEMENT, this::showChannel)
        .get("/api/consumers", Access.MANAGEMENT, request -> consumers(request, all -> true))
        .get("/api/consumers/{vhost}", Access.MANAGEMENT, this::consumersOfVhost);
  }

  // ---- connections ----

  private Future<Response> list(ApiRequest request, Predicate<ClientConnection> wanted) {
    return Future.succeededFuture(
        Listing.of(
            request,
            visible(request.user(), wanted),
            columns(request),
            Comparator.comparing(ClientConnection::name)));
  }

  private List<ClientConnection> visible(Principal user, Predicate<ClientConnection> wanted) {
    List<ClientConnection> seen = new ArrayList<>();
    for (ClientConnection connection : administration.broker().connections().all()) {
      if (wanted.test(connection) && sees(user, connection)) {
        seen.add(connection);
      }
    }
    return seen;
  }

  private static boolean sees(Principal user, ClientConnection connection) {
    return Access.MONITORING.isGranted(user) || user.name().equals(connection.principal().name());
  }

  private Columns<ClientConnection> columns(ApiRequest request) {
    return administration.withoutStats(request)
        ? ConnectionColumns.basic(node)
        : ConnectionColumns.of(node, statistics, Window.of(request, "data_rates"));
  }

  private Future<Response> listOfVhost(ApiRequest request) {
    String vhost = administration.visibleVhost(request).name();
    return list(request, connection -> connection.vhost().equals(vhost));
  }

  private Future<Response> listOfUser(ApiRequest request) {
    String user = request.parameter("user");
    return list(request, connection -> connection.principal().name().equals(user));
  }

  private Future<Response> show(ApiRequest request) {
    return Future.succeededFuture(Listing.one(request, named(request), columns(request)));
  }

  private ClientConnection named(ApiRequest request) {
    ClientConnection connection =
        administration.broker().connections().find(request.parameter("name"));
    if (connection == null) {
      throw ApiException.notFound();
    } else if (!sees(request.user(), connection)) {
      throw ApiException.notAuthorised("User not authorised to access object");
    }
    return connection;
  }

  private Future<Response> close(ApiRequest request) {
    ClientConnection connection = named(request);
    if (!mayClose(request.user(), connection.principal().name())) {
      throw ApiException.notAuthorised("User not authorised to access object");
    }
    close(connection, reason(request));
    return Future.succeededFuture(Json.done());
  }

  private static boolean mayClose(Principal user, String owner) {
    return Access.ADMINISTRATOR.isGranted(user) || user.name().equals(owner);
  }

  private Future<Response> closeAllOfUser(ApiRequest request) {
    String owner = request.parameter("user");
    if (!mayClose(request.user(), owner)) {
      throw ApiException.notAuthorised("User not authorised to access object");
    }
    String reason = reason(request);
    for (ClientConnection connection :
        visible(request.user(), each -> each.principal().name().equals(owner))) {
      close(connection, reason);
    }
    return Future.succeededFuture(Json.done());
  }

  private static void close(ClientConnection connection, String reason) {
    connection.request().loop().execute(() -> connection.request().handle().forceClose(reason));
  }

  private static String reason(ApiRequest request) {
    String reason = request.http().header("x-reason");
    if (reason == null || reason.isBlank()) {
      return REASON;
    }
    return reason.length() > REASON_LENGTH_MAX ? reason.substring(0, REASON_LENGTH_MAX) : reason;
  }

  // ---- sessions ----

  private Future<Response> channelsOf(ApiRequest request) {
    return sessions(request, List.of(named(request)), ConnectionResource::isChannel);
  }

  private Future<Response> sessionsOf(ApiRequest request) {
    return sessions(request, List.of(named(request)), session -> true);
  }

  private Future<Response> channels(ApiRequest request, Predicate<ClientConnection> wanted) {
    return sessions(request, visible(request.user(), wanted), ConnectionResource::isChannel);
  }

  private Future<Response> channelsOfVhost(ApiRequest request) {
    String vhost = administration.visibleVhost(request).name();
    return channels(request, connection -> connection.vhost().equals(vhost));
  }

  /** Sessions of protocols that number them: RabbitMQ's channels. */
  private static boolean isChannel(SessionStatus session) {
    return session.details().number() > 0;
  }

  private Future<Response> sessions(
      ApiRequest request, List<ClientConnection> of, Predicate<SessionStatus> wanted) {
    administration.checkStats(request);
    Window window = Window.of(request, "msg_rates");
    return administration
        .here(SessionSurvey.of(of))
        .map(
            found ->
                Listing.of(
                    request,
                    found.stream().filter(wanted).toList(),
                    SessionColumns.of(node, statistics, window),
                    Comparator.comparing(SessionStatus::name)));
  }

  private Future<Response> showChannel(ApiRequest request) {
    administration.checkStats(request);
    String name = request.parameter("name");
    int end = name.lastIndexOf(" (");
    ClientConnection connection =
        end < 0 ? null : administration.broker().connections().find(name.substring(0, end));
    if (connection == null || !sees(request.user(), connection)) {
      throw ApiException.notFound();
    }
    Window window = Window.of(request, "msg_rates");
    return administration
        .here(SessionSurvey.of(List.of(connection)))
        .map(
            found -> {
              for (SessionStatus session : found) {
                if (session.name().equals(name)) {
                  return Listing.one(request, session, channelColumns(window));
                }
              }
              throw ApiException.notFound();
            });
  }

  private Columns<SessionStatus> channelColumns(@Nullable Window window) {
    return SessionColumns.of(node, statistics, window)
        .add("consumer_details", this::consumersOf)
        .add("deliveries", session -> new JsonArray())
        .add("publishes", session -> new JsonArray());
  }

  // ---- consumers ----

  private JsonArray consumersOf(SessionStatus session) {
    JsonArray all = new JsonArray();
    shown(session).forEach(consumer -> all.add(consumerColumns().write(consumer)));
    return all;
  }

  private List<ConsumerColumns.Consumer> shown(SessionStatus session) {
    Vhost vhost = administration.broker().vhosts().find(session.connection().vhost());
    return session.consumers().stream().map(consumer -> shown(consumer, session, vhost)).toList();
  }

  private static ConsumerColumns.Consumer shown(
      ConsumerStatus consumer, SessionStatus session, @Nullable Vhost vhost) {
    return new ConsumerColumns.Consumer(
        consumer.spec(),
        session.connection().vhost(),
        vhost == null ? null : vhost.queue(consumer.spec().queue()),
        consumer.isActive(),
        session.connection(),
        session.details().number(),
        null);
  }

  private Columns<ConsumerColumns.Consumer> consumerColumns() {
    return ConsumerColumns.of(node, administration.broker().access().limits().consumerTimeoutMs());
  }

  private Future<Response> consumers(ApiRequest request, Predicate<ClientConnection> wanted) {
    administration.checkStats(request);
    return administration
        .here(SessionSurvey.of(visible(request.user(), wanted)))
        .map(
            found -> {
              List<ConsumerColumns.Consumer> all = new ArrayList<>();
              found.forEach(session -> all.addAll(shown(session)));
              return Listing.of(
                  request,
                  all,
                  consumerColumns(),
                  Comparator.comparing(consumer -> consumer.spec().tag()));
            });
  }

  private Future<Response> consumersOfVhost(ApiRequest request) {
    String vhost = administration.visibleVhost(request).name();
    return consumers(request, connection -> connection.vhost().equals(vhost));
  }
}
