package io.warrenmq.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All commands, in the order of the help. What is said of them there stands here, so that neither
 * the help nor a command has to read the annotations of all.
 */
final class CommandTable {
  /**
   * A command.
   *
   * @param name as it is typed
   * @param section of the help
   * @param group the class whose method it is; null for those that the program does itself
   * @param summary a sentence
   */
  record Entry(
      String name, String section, @Nullable Class<? extends CommandGroup> group, String summary) {

    /** The name of its method: {@code list_queues} is {@code listQueues}. */
    String method() {
      StringBuilder method = new StringBuilder();
      boolean isFirstOfWord = false;
      for (char c : name.toCharArray()) {
        if (c == '_') {
          isFirstOfWord = true;
        } else {
          method.append(isFirstOfWord ? Character.toUpperCase(c) : c);
          isFirstOfWord = false;
        }
      }
      return method.toString();
    }

    /** Whether its arguments are words of rabbitmqadmin's, options among them. */
    boolean takesWords() {
      return WORDY.contains(name);
    }
  }

  private static final Set<String> WORDY = Set.of("declare", "delete", "publish", "get");

  /** What rabbitmqctl and its companions have, and a broker without Erlang does not. */
  private static final Set<String> ERLANG =
      Set.of(
          "eval",
          "eval_file",
          "exec",
          "remote_shell",
          "observer",
          "stop",
          "stop_app",
          "start_app",
          "shutdown",
          "reset",
          "force_reset",
          "force_boot",
          "force_gc",
          "join_cluster",
          "forget_cluster_node",
          "change_cluster_node_type",
          "rename_cluster_node",
          "update_cluster_nodes",
          "wait",
          "rotate_logs",
          "encode",
          "decode",
          "list_hashes",
          "list_ciphers",
          "schema_info",
          "erlang_version",
          "runtime_thread_stats",
          "maybe_stuck",
          "set_vm_memory_high_watermark",
          "set_disk_free_limit",
          "set_log_level",
          "suspend_listeners",
          "resume_listeners");

  private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

  static {
    section(
        "Help",
        null,
        "help",
        "Says what a command takes",
        "version",
        "Says which version this is",
        "completion",
        "Prints a script that completes commands, for bash or zsh");
    section(
        "Node",
        NodeCommands.class,
        "ping",
        "Checks that the node answers",
        "status",
        "Shows the state of the node",
        "server_version",
        "Shows the version of the node",
        "environment",
        "Shows the configuration in effect",
        "listeners",
        "Lists the node's listeners: interface, port, protocol",
        "memory_breakdown",
        "Shows where the node's memory goes",
        "log_tail",
        "Shows the last lines of the node's log",
        "cluster_status",
        "Shows the nodes of the cluster",
        "set_cluster_name",
        "Sets the cluster's name",
        "list_feature_flags",
        "Lists feature flags",
        "enable_feature_flag",
        "Enables a feature flag, or all stable ones",
        "list_deprecated_features",
        "Lists features that will go",
        "list_node_auth_attempt_stats",
        "Counts logins by protocol");
    section(
        "Health checks",
        HealthCommands.class,
        "alarms",
        "Lists the alarms in effect",
        "check_alarms",
        "Fails when an alarm is in effect anywhere in the cluster",
        "check_local_alarms",
        "Fails when an alarm is in effect on the node",
        "check_running",
        "Fails when the node does not run",
        "is_running",
        "The same as check_running",
        "is_booting",
        "Says that the node, as it answers, has started",
        "await_startup",
        "Waits until the node answers",
        "check_virtual_hosts",
        "Fails when a virtual host is down",
        "check_port_listener",
        "Fails when nobody listens on a port",
        "check_protocol_listener",
        "Fails when no listener speaks a protocol",
        "check_port_connectivity",
        "Fails when a listener's port cannot be connected to",
        "check_certificate_expiration",
        "Fails when a listener's certificate expires soon",
        "check_if_node_is_quorum_critical",
        "Fails when queues need this node for their quorum");
    section(
        "Virtual hosts",
        VhostCommands.class,
        "list_vhosts",
        "Lists virtual hosts",
        "add_vhost",
        "Creates a virtual host",
        "delete_vhost",
        "Deletes a virtual host and all that is in it",
        "set_vhost_tags",
        "Sets the tags of a virtual host",
        "update_vhost_metadata",
        "Changes what is said of a virtual host",
        "set_vhost_limits",
        "Sets the limits of a virtual host",
        "clear_vhost_limits",
        "Removes the limits of a virtual host",
        "list_vhost_limits",
        "Shows the limits of a virtual host, or of all",
        "trace_on",
        "Starts the firehose of a virtual host",
        "trace_off",
        "Ends the firehose of a virtual host");
    section(
        "Users",
        UserCommands.class,
        "list_users",
        "Lists users and their tags",
        "add_user",
        "Creates a user, without permissions",
        "delete_user",
        "Deletes a user",
        "change_password",
        "Changes a user's password",
        "clear_password",
        "Removes a user's password, and with it the login by one",
        "authenticate_user",
        "Checks a user's password",
        "set_user_tags",
        "Sets a user's tags",
        "set_user_limits",
        "Sets a user's limits",
        "clear_user_limits",
        "Removes a user's limits",
        "list_user_limits",
        "Shows the limits of a user, or of all",
        "hash_password",
        "Hashes a password for definitions");
    section(
        "Permissions",
        PermissionCommands.class,
        "list_permissions",
        "Lists who may do what in a virtual host",
        "list_user_permissions",
        "Lists what a user may do",
        "set_permissions",
        "Sets what a user may do in a virtual host",
        "set_permissions_globally",
        "Sets what a user may do in all virtual hosts",
        "clear_permissions",
        "Revokes what a user may do in a virtual host",
        "list_topic_permissions",
        "Lists topic permissions in a virtual host",
        "list_user_topic_permissions",
        "Lists a user's topic permissions",
        "set_topic_permissions",
        "Sets which routing keys of an exchange a user may use",
        "clear_topic_permissions",
        "Removes a user's topic permissions");
    section(
        "Lists",
        ListCommands.class,
        "list_queues",
        "Lists queues",
        "list_unresponsive_queues",
        "Lists queues that do not run",
        "list_exchanges",
        "Lists exchanges",
        "list_bindings",
        "Lists bindings",
        "list_connections",
        "Lists connections",
        "list_channels",
        "Lists channels",
        "list_consumers",
        "Lists consumers");
    section(
        "Queues, exchanges and bindings",
        TopologyCommands.class,
        "declare",
        "Declares a queue, exchange or binding, in rabbitmqadmin's words",
        "delete",
        "Deletes a queue, exchange or binding, in rabbitmqadmin's words",
        "delete_queue",
        "Deletes a queue",
        "purge_queue",
        "Removes all ready messages of a queue",
        "pause_queue",
        "Stops the deliveries of a queue",
        "resume_queue",
        "Lets a queue deliver again");
    section(
        "Messages",
        MessageCommands.class,
        "publish",
        "Publishes a message",
        "get",
        "Takes messages from a queue, or takes and returns them",
        "browse",
        "Shows messages of a queue and leaves them there",
        "move",
        "Moves messages to another queue");
    section(
        "Connections",
        ConnectionCommands.class,
        "close_connection",
        "Closes a connection",
        "close_all_connections",
        "Closes the connections of a virtual host, or all",
        "close_all_user_connections",
        "Closes the connections of a user");
    section(
        "Policies",
        PolicyCommands.class,
        "list_policies",
        "Lists policies",
        "set_policy",
        "Sets a policy",
        "clear_policy",
        "Removes a policy",
        "list_operator_policies",
        "Lists operator policies",
        "set_operator_policy",
        "Sets an operator policy",
        "clear_operator_policy",
        "Removes an operator policy");
    section(
        "Parameters",
        ParameterCommands.class,
        "list_parameters",
        "Lists the runtime parameters of a virtual host",
        "set_parameter",
        "Sets a runtime parameter",
        "clear_parameter",
        "Removes a runtime parameter",
        "list_global_parameters",
        "Lists global runtime parameters",
        "set_global_parameter",
        "Sets a global runtime parameter",
        "clear_global_parameter",
        "Removes a global runtime parameter");
    section(
        "Definitions",
        DefinitionsCommands.class,
        "export_definitions",
        "Writes all definitions to a file",
        "import_definitions",
        "Reads definitions from a file");
    section(
        "Load",
        PerfCommands.class,
        "perf",
        "Measures: producers and consumers of AMQP 0-9-1, AMQP 1.0, MQTT or STOMP");
    section(
        "Data folder",
        null,
        "store",
        "Looks after the data folder of a stopped broker: warrenctl store --help");
  }

  private CommandTable() {}

  private static void section(
      String section, @Nullable Class<? extends CommandGroup> group, String... namesAndSummaries) {
    for (int i = 0; i < namesAndSummaries.length; i += 2) {
      String name = namesAndSummaries[i];
      ENTRIES.put(name, new Entry(name, section, group, namesAndSummaries[i + 1]));
    }
  }

  /** Null when there is no such command. */
  static @Nullable Entry find(String name) {
    return ENTRIES.get(name);
  }

  static List<Entry> all() {
    return List.copyOf(ENTRIES.values());
  }

  /** Says that there is no such command, and which was meant if one is near. */
  static String unknown(String name) {
    if (ERLANG.contains(name)) {
      return ("rabbitmqctl's command '%s' needs Erlang, or changes a setting that WarrenMQ reads at"
              + " its start: see docs/cli.md")
          .formatted(name);
    }
    String nearest = Nearest.of(name, ENTRIES.keySet());
    return "Command '%s' not found.%s"
        .formatted(
            name,
            nearest == null ? " 'warrenctl help' lists them." : " Did you mean '" + nearest + "'?");
  }

  /** The help: all commands by section. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    String section = "";
    for (Entry entry : ENTRIES.values()) {
      if (!entry.section().equals(section)) {
        section = entry.section();
        lines.add("");
        lines.add(section + ":");
        lines.add("");
      }
      lines.add("   %-34s %s".formatted(entry.name(), entry.summary()));
    }
    return lines;
  }
}
