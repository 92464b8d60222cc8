package io.warrenmq.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.core.broker.NodeSetting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {

  private static ListenerAddress at(String host, int port) {
    return new ListenerAddress(host, port);
  }

  @Test
  void listenersOfOnesOwnReplaceTheDefaultOne() throws ConfigException {
    Config config =
        Configs.load(
            "listeners.tcp.10 = ::1:5673\n"
                + "listeners.tcp.2 = 127.0.0.1:5672\n"
                + "listeners.tcp.3 = none");

    assertThat(config.listeners("listeners.tcp"))
        .containsExactly(at("127.0.0.1", 5672), at("::1", 5673));
  }

  @Test
  void noneTurnsListenersOff() throws ConfigException {
    Config config =
        Configs.load(
            "listeners.tcp = none\nmqtt.listeners.tcp.default = none\nmanagement.tcp.port = none\n"
                + "prometheus.tcp.listener = none");

    assertThat(config.listeners("listeners.tcp")).isEmpty();
    assertThat(config.listeners("mqtt.listeners.tcp")).isEmpty();
    assertThat(config.httpListener("management.tcp")).isEmpty();
    assertThat(config.httpListener("prometheus.tcp")).isEmpty();
  }

  @Test
  void everyProtocolHasItsUsualPort() throws ConfigException {
    Config config = Configs.load("");

    assertThat(config.listeners("listeners.tcp")).containsExactly(at("", 5672));
    assertThat(config.listeners("mqtt.listeners.tcp")).containsExactly(at("", 1883));
    assertThat(config.listeners("stomp.listeners.tcp")).containsExactly(at("", 61613));
    assertThat(config.listeners("stream.listeners.tcp")).containsExactly(at("", 5552));
    assertThat(config.httpListener("management.tcp")).contains(at("", 15672));
    assertThat(config.httpListener("web_mqtt.tcp")).contains(at("", 15675));
    assertThat(config.httpListener("web_stomp.tcp")).contains(at("", 15674));
    assertThat(config.httpListener("web_amqp.tcp")).contains(at("", 15678));
    assertThat(config.httpListener("prometheus.tcp")).contains(at("", 15692));
    assertThat(config.listeners("listeners.all")).isEmpty();
    assertThat(config.listeners("listeners.ssl")).isEmpty();
    assertThat(config.httpListener("management.ssl")).isEmpty();
  }

  @Test
  void listenersThatNobodyHasSetCanBeTurnedOff() throws ConfigException {
    List<String> assignments = new ArrayList<>(ConfigLoader.defaultListenersOff());
    assignments.add("mqtt.listeners.tcp.1=1884");
    assignments.add("web_mqtt.tcp.port=0");

    Config config = Configs.load(new MapFiles(), Map.of(), assignments.toArray(new String[0]));

    assertThat(config.listeners("listeners.tcp")).isEmpty();
    assertThat(config.listeners("mqtt.listeners.tcp")).containsExactly(at("", 1884));
    assertThat(config.httpListener("web_mqtt.tcp")).contains(at("", 0));
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void httpListenerIsMadeOfPortAndAddress() throws ConfigException {
    Config config =
        Configs.load(
            "management.tcp.port = 0\nmanagement.tcp.ip = 127.0.0.1\n"
                + "web_mqtt.tcp.listener = 127.0.0.1:9001");

    assertThat(config.httpListener("management.tcp")).contains(at("127.0.0.1", 0));
    assertThat(config.httpListener("web_mqtt.tcp")).contains(at("127.0.0.1", 9001));
  }

  @Test
  void guestIsBoundToThisMachineUnlessTold() throws ConfigException {
    assertThat(Configs.load("").isLoopbackUser("guest")).isTrue();
    assertThat(Configs.load("").isLoopbackUser("joe")).isFalse();
    assertThat(Configs.load("loopback_users.guest = false").isLoopbackUser("guest")).isFalse();
    assertThat(Configs.load("loopback_users = none").isLoopbackUser("guest")).isFalse();
    assertThat(Configs.load("loopback_users.none = true").isLoopbackUser("guest")).isFalse();
    assertThat(Configs.load("loopback_users.j\\.doe = true").isLoopbackUser("j.doe")).isTrue();
    // Unlike in RabbitMQ, naming another user does not let guest in from everywhere.
    assertThat(Configs.load("loopback_users.joe = true").isLoopbackUser("guest")).isTrue();
  }

  @Test
  void listsFollowTheirNumbers() throws ConfigException {
    Config config =
        Configs.load("auth_backends.10 = c\nauth_backends.2 = b\nauth_backends.1 = ldap");

    assertThat(config.list("auth_backends")).containsExactly("ldap", "b", "c");
  }

  @Test
  void splitAuthoritiesReplaceTheDefaultOne() throws ConfigException {
    Config config = Configs.load("auth_backends.1.authn = ldap\nauth_backends.1.authz = internal");

    assertThat(config.list("auth_backends")).isEmpty();
    assertThat(config.find("auth_backends.1.authn", String.class)).contains("ldap");
  }

  @Test
  void tagsAreTheSwitchesThatAreOn() throws ConfigException {
    assertThat(Configs.load("").switchedOn("default_user_tags")).containsExactly("administrator");
    assertThat(
            Configs.load("default_user_tags.management = true\ndefault_user_tags.x = false")
                .switchedOn("default_user_tags"))
        .containsExactly("management");
  }

  @Test
  void namesAreThoseUnderAPrefix() throws ConfigException {
    Config config =
        Configs.load(
            "default_users.joe.password = a\ndefault_users.joe.tags = management\n"
                + "default_users.a\\.b.password = b");

    assertThat(config.names("default_users")).containsExactly("a.b", "joe");
    assertThat(config.text("default_users." + Config.escape("a.b") + ".password")).isEqualTo("b");
  }

  @Test
  void oneFormOfALimitReplacesTheOthersDefault() throws ConfigException {
    Config relative = Configs.load("disk_free_limit.relative = 1.5");
    Config absolute = Configs.load("vm_memory_high_watermark.absolute = 2GiB");

    assertThat(relative.find("disk_free_limit.absolute", Long.class)).isEmpty();
    assertThat(relative.decimal("disk_free_limit.relative")).isEqualTo(1.5);
    assertThat(absolute.find("vm_memory_high_watermark.relative", Double.class)).isEmpty();
    assertThat(absolute.integer("vm_memory_high_watermark.absolute")).isEqualTo(2147483648L);
    assertThat(Configs.load("").integer("disk_free_limit.absolute")).isEqualTo(50_000_000);
    assertThat(Configs.load("").decimal("vm_memory_high_watermark.relative")).isEqualTo(0.6);
  }

  @Test
  void rendersEveryValueWithItsOriginAndNoSecret() throws ConfigException {
    MapFiles files =
        new MapFiles()
            .with(
                Configs.FILE,
                "cluster_name = 'a # b'\ndefault_pass = hunter2\nssl_options.password = hunter3\n"
                    + "default_users.joe.password = hunter4");

    Config config = Configs.load(files, Map.of("RABBITMQ_DEFAULT_USER", "me"), "heartbeat=5");

    assertThat(config.render().lines())
        .contains(
            "cluster_name = 'a # b'  # /etc/warrenmq/warrenmq.conf:1",
            "default_pass = ********  # /etc/warrenmq/warrenmq.conf:2",
            "default_users.joe.password = ********  # /etc/warrenmq/warrenmq.conf:4",
            "default_user = me  # environment RABBITMQ_DEFAULT_USER",
            "heartbeat = 5  # --set",
            "frame_max = 131072  # default",
            "management.path_prefix = ''  # default");
    assertThat(config.render()).doesNotContain("hunter");
    assertThat(config).hasToString(config.render());
  }

  @Test
  void whatIsRenderedCanBeReadAgain() throws ConfigException {
    Config config = Configs.load("cluster_name = 'a # b'\nlisteners.tcp.1 = ::1:5672");

    Config again = Configs.load(config.render());

    assertThat(again.text("cluster_name")).isEqualTo("a # b");
    assertThat(again.listeners("listeners.tcp")).isEqualTo(config.listeners("listeners.tcp"));
  }

  @Test
  void askingForTheWrongThingIsABug() throws ConfigException {
    Config config = Configs.load("net_ticktime = 60");

    assertThatThrownBy(() -> config.integer("no_such_key"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> config.text("heartbeat")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> config.text("net_ticktime"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> config.text("cluster_name")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void showsEveryKeyWithWhoHasSetItAndNoSecret() throws ConfigException {
    Config config =
        Configs.load(
            "heartbeat = 30\ndefault_pass = s3cret\nplugin.line.api_token = s3cret\n"
                + "plugin.line.port = 9\n");

    Map<String, NodeSetting> shown = new HashMap<>();
    config.shown().forEach(setting -> shown.put(setting.key(), setting));

    NodeSetting heartbeat = shown.get("heartbeat");
    assertThat(heartbeat.value()).isEqualTo("30");
    assertThat(heartbeat.isDefault()).isFalse();
    assertThat(heartbeat.line()).isEqualTo(1);
    assertThat(heartbeat.source()).isEqualTo(config.origin("heartbeat").source());
    assertThat(shown.get("default_user").value()).isEqualTo("guest");
    assertThat(shown.get("default_user").isDefault()).isTrue();
    assertThat(shown.get("cluster_name").value()).isNull();
    assertThat(shown.get("default_pass").isSecret()).isTrue();
    assertThat(shown.get("plugin.line.api_token").value()).isEqualTo("********");
    assertThat(shown.get("plugin.line.port").value()).isEqualTo("9");
    assertThat(shown.values()).noneMatch(setting -> setting.toString().contains("s3cret"));
    assertThat(config.render()).doesNotContain("s3cret");
  }
}
