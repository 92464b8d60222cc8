package io.warrenmq.amqp10.management;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.BrokerOptions;
import io.warrenmq.core.broker.BrokerStorage;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.core.session.NobodyThere;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A real broker on simulated loops, and management nodes for its clients. */
final class ManagedBroker {
  static final String NODE = "warren@here";
  private static final String HASHING = "rabbit_password_hashing_sha256";

  final SimulatedLoops loops = new SimulatedLoops(2, 1);
  final Loop loop = loops.loop(0);
  private final Broker broker =
      new Broker(
          BrokerOptions.defaults(),
          loops.group(),
          new PluginRegistry(List.of()),
          BrokerStorage.inMemory(),
          Runnable::run);

  /** What was asked of the broker when a token came. */
  final List<String> secrets = new ArrayList<>();

  ManagedBroker() {
    await(broker::start);
  }

  /** One that may do anything, on a connection of its own. */
  Client client() {
    return new Client("guest");
  }

  /** One with permissions. */
  Client client(String configure, String write, String read) {
    await(
        loops.group().metadata(),
        () -> broker.users().putUser(new UserPut("u", "", HASHING, Set.of(), -1, -1)));
    await(
        loops.group().metadata(),
        () -> broker.users().putPermission(new PermissionPut("u", "/", configure, write, read)));
    return new Client("u");
  }

  /** Lets the vhost have no more than so many queues. */
  void limitQueues(int max) {
    await(
        loops.group().metadata(),
        () -> broker.vhosts().put("/", VhostSettings.NONE.withLimits(-1, max)));
  }

  <T> T await(Supplier<Future<T>> question) {
    return await(loop, question);
  }

  private <T> T await(Loop where, Supplier<Future<T>> question) {
    List<Future<T>> asked = new ArrayList<>();
    loops.run(where, () -> asked.add(question.get()));
    Future<T> answer = asked.get(0);
    if (!answer.isComplete()) {
      throw new AssertionError("never answered");
    }
    if (answer.failed()) {
      throw (RuntimeException) answer.cause();
    }
    return answer.result();
  }

  static CanonicalMessage request(Object id, String verb, String path, Object body) {
    return new CanonicalMessage(
        false,
        -1,
        -1,
        Map.of(),
        new CanonicalMessage.Properties(
            id, null, path, verb, "$me", null, null, null, null, null, null, null, null),
        Map.of(),
        new CanonicalMessage.Value(body, null));
  }

  static Map<Object, Object> map(Object... keysAndValues) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /** A client with a connection, a session and a pair of links. */
  final class Client {
    final BrokerConnection connection;
    final VhostAccess access;
    final ManagementNode node;

    private Client(String user) {
      InetSocketAddress address = InetSocketAddress.createUnresolved("localhost", 1);
      connection =
          await(
              () ->
                  broker
                      .access()
                      .open(
                          new ConnectionRequest(
                              new Principal(user, Set.of()),
                              "/",
                              "amqp10",
                              new TransportInfo(address, address, null, null),
                              loop,
                              Arguments.NONE,
                              "",
                              NobodyThere.INSTANCE)));
      access =
          await(() -> Future.succeededFuture(connection.openSession((publishId, accepted) -> {})));
      node = new ManagementNode(access, "/", NODE, this::renew);
    }

    private Future<Void> renew(String secret) {
      secrets.add(secret);
      return secret.equals("good")
          ? Future.succeededFuture()
          : Future.failedFuture(new BrokerException(ErrorKind.ACCESS_REFUSED, "for the log"));
    }

    CanonicalMessage handle(CanonicalMessage request) {
      return await(() -> node.handle(request));
    }

    /** The status of the answer, and what it says as a client reads it. */
    Reply ask(String verb, String path, Object body) {
      CanonicalMessage answer = handle(request(1L, verb, path, body));
      Object value = ((CanonicalMessage.Value) answer.body()).value();
      return new Reply(Integer.parseInt(answer.properties().subject()), wired(value));
    }

    Reply ask(String verb, String path) {
      return ask(verb, path, null);
    }
  }

  record Reply(int status, Object body) {
    static Reply of(int status) {
      return new Reply(status, null);
    }

    Map<?, ?> map() {
      return (Map<?, ?>) body;
    }
  }

  private static Object wired(Object value) {
    ByteBuf out = Unpooled.buffer();
    ValueWriter.write(out, value);
    byte[] bytes = Arrays.copyOf(out.array(), out.writerIndex());
    return new ValueReader(bytes, 0, bytes.length).read();
  }
}
