package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks for monitoring: exit code 0 when all is well, 69 when it is not. */
final class HealthCommands extends CommandGroup {
  private static final int CONNECT_MS = 5_000;

  HealthCommands(Session session) {
    super(session);
  }

  @Command(name = "alarms")
  void alarms() throws CommandException {
    String node = session().nodeName();
    console().banner("Asking node %s to report any known resource alarms ...", node);
    List<String> alarms = Alarms.lines(api());
    if (console().isJson()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("alarms", alarms);
      json.put("node", node);
      json.put("result", "ok");
      console().json(json);
    } else if (alarms.isEmpty()) {
      console().line("Node " + node + " reported no alarms, local or clusterwide");
    } else {
      alarms.forEach(console()::line);
    }
  }

  @Command(name = "check_alarms")
  void checkAlarms() throws CommandException {
    String node = session().nodeName();
    console().banner("Asking node %s to report any local resource alarms ...", node);
    ok(Alarms.lines(api()), "Node " + node + " reported no alarms, local or clusterwide");
  }

  @Command(name = "check_local_alarms")
  void checkLocalAlarms() throws CommandException {
    String node = session().nodeName();
    console().banner("Asking node %s to report any local resource alarms ...", node);
    List<String> local =
        Alarms.lines(api()).stream().filter(line -> line.endsWith(" " + node)).toList();
    ok(local, "Node " + node + " reported no local alarms");
  }

  private void ok(List<String> problems, String fine) throws CommandException {
    if (!problems.isEmpty()) {
      throw failed(ExitCode.UNAVAILABLE, "%s", String.join("\n", problems));
    }
    ok(fine);
  }

  private void ok(String fine) {
    if (console().isJson()) {
      console().json(Map.of("result", "ok"));
    } else {
      console().done("%s", fine);
    }
  }

  /** Asks for one of the API's checks; what it says is wrong fails with these words. */
  private void check(ApiPath path, String fine, String wrong) throws CommandException {
    try {
      api().get(path);
    } catch (ApiException e) {
      if (e.status() == 503) {
        String reason = e.reason().isEmpty() ? "" : ": " + e.reason();
        throw failed(ExitCode.UNAVAILABLE, "%s%s", wrong, reason);
      }
      throw e;
    }
    ok(fine);
  }

  @Command(name = "check_running")
  void checkRunning() throws CommandException {
    console().banner("Checking if RabbitMQ is running on node %s ...", session().nodeName());
    ok("RabbitMQ on node " + session().nodeName() + " is fully booted and running");
  }

  @Command(name = "is_running")
  void isRunning() throws CommandException {
    console().banner("Asking node %s for its status ...", session().nodeName());
    ok("RabbitMQ on node " + session().nodeName() + " is fully booted and running");
  }

  @Command(name = "is_booting")
  void isBooting() throws CommandException {
    String node = session().nodeName();
    console().banner("Asking node %s for its boot status ...", node);
    ok(
        "RabbitMQ on node "
            + node
            + " is fully booted (check with is_running), stopped or has not"
            + " started booting yet");
  }

  @Command(name = "await_startup")
  void awaitStartup() throws CommandException {
    long deadlineNs = System.nanoTime() + session().settings().timeoutSeconds() * 1_000_000_000L;
    for (; ; ) {
      try {
        api().get(ApiPath.of("overview").with("columns", "node"));
        return;
      } catch (CommandException e) {
        boolean mayCome =
            e.exitCode() == ExitCode.UNAVAILABLE || e.exitCode() == ExitCode.TEMPORARY;
        if (!mayCome || System.nanoTime() - deadlineNs >= 0) {
          throw e;
        }
      }
      Pause.ms(250);
    }
  }

  @Command(name = "check_virtual_hosts")
  void checkVirtualHosts() throws CommandException {
    String node = session().nodeName();
    console().banner("Checking if all vhosts are running on node %s ...", node);
    check(
        ApiPath.of("health", "checks", "virtual-hosts"),
        "Node " + node + " reported all vhosts as running",
        "Some virtual hosts on node " + node + " are down");
  }

  @Command(name = "check_port_listener")
  void checkPortListener(@Parameters(paramLabel = "PORT") int port) throws CommandException {
    String node = session().nodeName();
    console().banner("Asking node %s if there's an active listener on port %d ...", node, port);
    List<NodeListener> all = NodeListener.all(api());
    if (all.stream().noneMatch(listener -> listener.port() == port)) {
      throw failed(
          ExitCode.UNAVAILABLE,
          "No listener for port %d is active on node %s. Found listeners that use the following"
              + " ports: %s",
          port,
          node,
          NodeListener.ports(all));
    }
    ok("A listener for port " + port + " is running on node " + node + ".");
  }

  @Command(name = "check_protocol_listener")
  void checkProtocolListener(
      @Parameters(paramLabel = "PROTOCOL", description = "amqp, amqp/ssl, mqtt, stomp, http, ...")
          String protocol)
      throws CommandException {
    String node = session().nodeName();
    console()
        .banner("Asking node %s if there's an active listener for protocol %s ...", node, protocol);
    List<NodeListener> all = NodeListener.all(api());
    String name = canonical(protocol);
    if (all.stream().noneMatch(listener -> listener.protocol().equals(name))) {
      throw failed(
          ExitCode.UNAVAILABLE,
          "No listener for protocol %s is active on node %s. Found listeners for the following"
              + " protocols: %s",
          protocol,
          node,
          NodeListener.protocols(all));
    }
    ok("A listener for protocol " + protocol + " is running on node " + node + ".");
  }

  /** What people call protocols, as RabbitMQ understands it. */
  private static String canonical(String protocol) {
    String name = protocol.toLowerCase(Locale.ROOT).replace('_', '-');
    return switch (name) {
      case "amqp091", "amqp10", "amqp0.9.1", "amqp1.0" -> "amqp";
      case "amqps" -> "amqp/ssl";
      case "mqtts" -> "mqtt/ssl";
      case "stomps", "stomp+ssl" -> "stomp/ssl";
      case "web-mqtt", "ws/mqtt" -> "http/web-mqtt";
      case "web-stomp", "ws/stomp" -> "http/web-stomp";
      case "web-amqp" -> "http/web-amqp";
      default -> name;
    };
  }

  @Command(name = "check_port_connectivity")
  void checkPortConnectivity(
      @Option(
              names = "--address",
              paramLabel = "HOST",
              description = "Where the ports are [the host of --url].")
          @Nullable String address)
      throws CommandException {
    String node = session().nodeName();
    String host = address == null ? api().target().url().getHost() : address;
    console()
        .banner(
            "Testing TCP connections to all active listeners on node %s using hostname resolution"
                + " ...",
            node);
    List<NodeListener> reached = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (NodeListener listener : NodeListener.all(api())) {
      if (!listener.node().equals(node)) {
        continue;
      }
      console().banner("Will connect to %s:%d", host, listener.port());
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, listener.port()), CONNECT_MS);
        reached.add(listener);
      } catch (IOException e) {
        failures.add("%d (%s): %s".formatted(listener.port(), listener.protocol(), e.getMessage()));
      }
    }
    if (!failures.isEmpty()) {
      throw failed(
          ExitCode.UNAVAILABLE,
          "Connection attempts failed for ports %s on node %s (using node hostname resolution)",
          String.join(", ", failures),
          node);
    }
    ok(
        "Successfully connected to ports %s on node %s (using node hostname resolution)"
            .formatted(NodeListener.ports(reached), node));
  }

  @Command(name = "check_certificate_expiration")
  void checkCertificateExpiration(
      @Option(names = "--within", defaultValue = "4", description = "How many of the unit [4].")
          int within,
      @Option(
              names = "--unit",
              defaultValue = "weeks",
              description = "days, weeks, months or years [weeks].")
          String unit)
      throws CommandException {
    String node = session().nodeName();
    console().banner("Checking certificate expiration on node %s ...", node);
    check(
        ApiPath.of("health", "checks", "certificate-expiration", String.valueOf(within), unit),
        "No certificates are expiring within %d %s.".formatted(within, unit),
        "Certificates expire within %d %s".formatted(within, unit));
  }

  @Command(name = "check_if_node_is_quorum_critical")
  void checkIfNodeIsQuorumCritical() throws CommandException {
    String node = session().nodeName();
    console().banner("Checking if node %s is critical for quorum of any queues/streams ...", node);
    check(
        ApiPath.of("health", "checks", "node-is-quorum-critical"),
        "Node " + node + " is not critical for the quorum of any queue or stream",
        "Queues or streams would lose their quorum without node " + node);
  }
}
