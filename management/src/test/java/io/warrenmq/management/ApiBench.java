package io.warrenmq.management;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.BrokerOptions;
import io.warrenmq.core.broker.BrokerStorage;
import io.warrenmq.core.broker.LogTail;
import io.warrenmq.core.broker.LogTail.Severity;
import io.warrenmq.core.broker.NodeListener;
import io.warrenmq.core.broker.NodeSetting;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiOptions;
import io.warrenmq.management.api.ApiSite;
import io.warrenmq.management.api.Cors;
import io.warrenmq.management.api.LoginSessions;
import io.warrenmq.management.api.RequestAuth;
import io.warrenmq.management.http.ExtraHeaders;
import io.warrenmq.management.http.Request;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.http.Site;
import io.warrenmq.management.pages.Pages;
import io.warrenmq.management.stats.NodeFigures;
import io.warrenmq.management.stats.Statistics;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole API before a broker in memory, without sockets: two simulated event loops, and a
 * simulated management thread. Asks as a user, {@code guest} unless {@link #as} says otherwise. For
 * the test's thread.
 */
public final class ApiBench {
  private static final int BODY_BYTES_MAX = 1 << 20;
  private static final int LOGIN_MS = 60_000;
  private static final LogTail LOG =
      (most, atLeast) ->
          Stream.of(Severity.INFO, Severity.WARN)
              .filter(severity -> severity.compareTo(atLeast) >= 0)
              .map(severity -> new LogTail.Line(0, severity, "Test", "a line"))
              .limit(most)
              .toList();
  private static final List<NodeSetting> SETTINGS =
      List.of(
          new NodeSetting("default_pass", "********", "", true, "default", 0, true),
          new NodeSetting("heartbeat", "30", "s", false, "/etc/rabbitmq.conf", 7, false),
          new NodeSetting("log.dir", null, "", true, "default", 0, false));
  private static final Pages PAGES = Pages.of(Map.of());
  private static final Map<String, String> HEADERS =
      Map.of("authorization", basic("guest", "guest"));
  private static final int INTERVAL_MS = 5_000;
  private static final TransportInfo TRANSPORT =
      new TransportInfo(address(15672), address(40_000), null, null);

  private final SimulatedLoops loops;
  private final Broker broker;
  private final Administration administration;
  private final Site site;
  private final Map<String, String> headers;

  private ApiBench(
      SimulatedLoops loops,
      Broker broker,
      Administration administration,
      Site site,
      Map<String, String> headers) {
    this.loops = loops;
    this.broker = broker;
    this.administration = administration;
    this.site = site;
    this.headers = headers;
  }

  /** Starts a broker as it is on an empty store. */
  public static ApiBench start() {
    return start(BrokerOptions.defaults());
  }

  /** Starts a broker with these options on an empty store. */
  public static ApiBench start(BrokerOptions options) {
    return start(options, Settings.of());
  }

  /**
   * Starts a broker whose management is configured so, on an empty store.
   *
   * @param keysAndValues RabbitMQ's keys, each with its value: a text, a boolean, a whole number
   */
  public static ApiBench configured(Object... keysAndValues) {
    return start(BrokerOptions.defaults(), Settings.of(keysAndValues));
  }

  private static ApiBench start(BrokerOptions options, PluginConfig config) {
    ApiOptions apiOptions = ApiOptions.from(config);
    SimulatedLoops loops = new SimulatedLoops(2, 1);
    Broker broker =
        new Broker(
            options,
            loops.group(),
            new PluginRegistry(List.of(NamedProtocol.found())),
            BrokerStorage.inMemory(),
            Runnable::run);
    LoginSessions logins = new LoginSessions(new Random(1), LOGIN_MS, broker.userStore()::find);
    RequestAuth auth =
        new RequestAuth(broker.access("http"), logins, apiOptions.basicAuthDisabled());
    Administration administration = new Administration(broker, loops.thread(), apiOptions);
    Statistics statistics =
        new Statistics(
            broker,
            new NodeFigures(() -> 1L << 30, broker.connections()::count),
            apiOptions,
            INTERVAL_MS,
            () -> loops.group().clock().wallMs(),
            administration::here);
    Site api =
        new ApiSite(
            Resources.all(administration, statistics, auth, logins, LOG, SETTINGS),
            auth,
            loops.thread(),
            BODY_BYTES_MAX);
    Cors cors = Cors.from(config);
    Site site =
        ExtraHeaders.from(config)
            .around(new ManagementSite("", cors == null ? api : cors.around(api), PAGES, PAGES));
    ApiBench bench = new ApiBench(loops, broker, administration, site, HEADERS);
    bench.await(broker::start);
    return bench;
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static String basic(String user, String password) {
    byte[] text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(text);
  }

  /** The same broker, asked by another. */
  public ApiBench as(String user, String password) {
    return with("authorization", basic(user, password));
  }

  /** The same broker, asked with one header more. */
  public ApiBench with(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new ApiBench(loops, broker, administration, site, all);
  }

  /**
   * Creates a user with all permissions in {@code /}, and asks as that one; its password is its
   * name.
   *
   * @param tags with commas between them
   */
  public ApiBench asNew(String user, String tags) {
    put("/api/users/" + user, new JsonObject().put("password", user).put("tags", tags));
    put(
        "/api/permissions/%2F/" + user,
        new JsonObject().put("configure", ".*").put("write", ".*").put("read", ".*"));
    return as(user, user);
  }

  /** All listeners are bound, and these are they. */
  public void listening(NodeListener... listeners) {
    administration.listening(List.of(listeners));
  }

  /** The broker behind. */
  public Broker broker() {
    return broker;
  }

  /** The loops, to let time pass. */
  public SimulatedLoops loops() {
    return loops;
  }

  /** An answer. */
  public record Answer(int status, HttpHeaders headers, String body) {
    /** The body, a JSON object. */
    public JsonObject object() {
      return (JsonObject) Json.decodeValue(body);
    }

    /** The body, a JSON array. */
    public JsonArray array() {
      return (JsonArray) Json.decodeValue(body);
    }

    /** The objects of the body, a JSON array. */
    public List<JsonObject> objects() {
      return array().stream().map(JsonObject.class::cast).toList();
    }

    /** A text field of each object of the body, in their order. */
    public List<String> texts(String field) {
      return objects().stream().map(object -> String.valueOf(object.getValue(field))).toList();
    }

    /** The reason that a refusal gives. */
    public String reason() {
      return String.valueOf(object().getValue("reason"));
    }
  }

  /** GET. */
  public Answer get(String target) {
    return send("GET", target, null);
  }

  /** PUT of JSON. */
  public Answer put(String target, JsonObject body) {
    return send("PUT", target, body.encode());
  }

  /** PUT of nothing. */
  public Answer put(String target) {
    return send("PUT", target, null);
  }

  /** POST of JSON. */
  public Answer post(String target, JsonObject body) {
    return send("POST", target, body.encode());
  }

  /** DELETE. */
  public Answer delete(String target) {
    return send("DELETE", target, null);
  }

  /**
   * Any request; all happens that follows.
   *
   * @param target path, percent-encoded, and query
   * @param body {@code null}: none
   */
  public Answer send(String method, String target, @Nullable String body) {
    QueryStringDecoder decoded = new QueryStringDecoder(target);
    Loop loop = loops.loop(0);
    HttpHeaders sent = new DefaultHttpHeaders();
    headers.forEach(sent::set);
    Request request =
        new Request(
            method, decoded.rawPath(), decoded.path(), decoded.parameters(), sent, TRANSPORT, loop);
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    Response response =
        await(() -> site.admit(request).compose(answering -> answering.answer(bytes)));
    return new Answer(
        response.status().code(),
        response.headers(),
        new String(response.body(), StandardCharsets.UTF_8));
  }

  /** A session of the broker's own in a vhost, which may everything; for the first event loop. */
  public VhostAccess session(String vhost) {
    BrokerConnection connection = await(() -> broker.access().openInternal(loops.loop(0), vhost));
    return await(() -> Future.succeededFuture(connection.openSession((id, accepted) -> {})));
  }

  /** Asks on the first event loop, and lets all happen that follows. */
  public <T> T await(Supplier<Future<T>> question) {
    List<Future<T>> asked = new ArrayList<>();
    loops.run(loops.loop(0), () -> asked.add(question.get()));
    Future<T> answer = asked.get(0);
    if (!answer.isComplete()) {
      throw new AssertionError("never answered");
    } else if (answer.failed()) {
      throw new AssertionError(answer.cause());
    }
    return answer.result();
  }
}
