package io.warrenmq.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

  @Test
  void startsWithoutAnyFileOnDefaults() throws ConfigException {
    Config config = Configs.load(new MapFiles(), Map.of());

    assertThat(config.integer("heartbeat")).isEqualTo(60);
    assertThat(config.integer("frame_max")).isEqualTo(131072);
    assertThat(config.text("default_vhost")).isEqualTo("/");
    assertThat(config.listeners("listeners.tcp")).containsExactly(new ListenerAddress("", 5672));
    assertThat(config.list("auth_mechanisms")).containsExactly("PLAIN", "AMQPLAIN", "ANONYMOUS");
    assertThat(config.origin("heartbeat")).isEqualTo(Origin.DEFAULT);
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void laterLineOverridesEarlierOne() throws ConfigException {
    Config config = Configs.load("heartbeat = 10\nheartbeat = 20");

    assertThat(config.integer("heartbeat")).isEqualTo(20);
    assertThat(config.origin("heartbeat")).isEqualTo(new Origin(Configs.FILE, 2));
  }

  @Test
  void eachSourceOverridesThoseBeforeIt() throws ConfigException {
    MapFiles files =
        new MapFiles()
            .with(
                Configs.FILE,
                "heartbeat = 1\nchannel_max = 1\ndefault_user = file\ndefault_pass = file")
            .with("/etc/warrenmq/conf.d/20-b.conf", "channel_max = 20\nvhost_max = 20")
            .with("/etc/warrenmq/conf.d/10-a.conf", "channel_max = 10\ndefault_vhost = ten")
            .with("/etc/warrenmq/conf.d/.hidden.conf", "channel_max = 99")
            .with("/etc/warrenmq/conf.d/30-c.conf.bak", "channel_max = 98");
    Map<String, String> environment =
        Map.of("RABBITMQ_DEFAULT_USER", "env", "RABBITMQ_DEFAULT_VHOST", "env");

    Config config = Configs.load(files, environment, "default_vhost=set", "vhost_max=5");

    assertThat(config.integer("heartbeat")).isEqualTo(1);
    assertThat(config.integer("channel_max")).isEqualTo(20);
    assertThat(config.text("default_pass")).isEqualTo("file");
    assertThat(config.text("default_user")).isEqualTo("env");
    assertThat(config.text("default_vhost")).isEqualTo("set");
    assertThat(config.integer("vhost_max")).isEqualTo(5);
    assertThat(config.origin("heartbeat")).hasToString("/etc/warrenmq/warrenmq.conf:1");
    assertThat(config.origin("channel_max")).hasToString("/etc/warrenmq/conf.d/20-b.conf:1");
    assertThat(config.origin("default_user")).hasToString("environment RABBITMQ_DEFAULT_USER");
    assertThat(config.origin("default_vhost")).hasToString("--set");
  }

  @Test
  void nodePortMovesTheDefaultListener() throws ConfigException {
    Config config = Configs.load(new MapFiles(), Map.of("RABBITMQ_NODE_PORT", "5700"));

    assertThat(config.listeners("listeners.tcp")).containsExactly(new ListenerAddress("", 5700));
  }

  @Test
  void emptyVariablesAreNotSet() throws ConfigException {
    Config config =
        Configs.load(
            new MapFiles(), Map.of("RABBITMQ_DEFAULT_USER", "", "RABBITMQ_CONFIG_FILE", ""));

    assertThat(config.text("default_user")).isEqualTo("guest");
  }

  @Test
  void optionWinsOverVariablesInChoosingTheMainFile() throws ConfigException {
    MapFiles files =
        new MapFiles()
            .with("/o.conf", "heartbeat = 1")
            .with("/w.conf", "heartbeat = 2")
            .with("/r.conf", "heartbeat = 3")
            .with(Configs.FILE, "heartbeat = 4");
    Map<String, String> both =
        Map.of("WARREN_CONFIG_FILE", "/w.conf", "RABBITMQ_CONFIG_FILE", "/r");
    Path usual = Path.of(Configs.FILE);

    ConfigSources option = new ConfigSources(files, both, Path.of("/o.conf"), usual, List.of());
    ConfigSources noOption = new ConfigSources(files, both, null, usual, List.of());

    assertThat(ConfigLoader.load(option).integer("heartbeat")).isEqualTo(1);
    assertThat(ConfigLoader.load(noOption).integer("heartbeat")).isEqualTo(2);
    // RabbitMQ's variable may leave out the extension.
    assertThat(Configs.load(files, Map.of("RABBITMQ_CONFIG_FILE", "/r")).integer("heartbeat"))
        .isEqualTo(3);
    assertThat(Configs.load(files, Map.of()).integer("heartbeat")).isEqualTo(4);
  }

  @Test
  void warnsOfAKeyThatHasNoEffectYetUnlessItAsksForTheDefault() throws ConfigException {
    Config config = Configs.load("stream.advertised_host = a\nstream.ssl_cert_login = false");

    assertThat(config.warnings())
        .extracting(ConfigProblem::toString)
        .containsExactly(
            Configs.FILE + ":1: stream.advertised_host has no effect in this release of WarrenMQ");
    assertThat(config.text("stream.advertised_host")).isEqualTo("a");
  }

  @Test
  void leavesKeysUnderAPluginsNameToThePlugin() throws ConfigException {
    Config config = Configs.load("plugin.x-length.unit = bytes");

    assertThat(config.warnings()).isEmpty();
    assertThat(config.names("plugin")).containsExactly("x-length");
    assertThat(config.text("plugin.x-length.unit")).isEqualTo("bytes");
  }

  @Test
  void refusesAFrameMaxThatNoClientCouldAgreeTo() throws ConfigException {
    assertThat(Configs.problems("frame_max = 4095")).hasSize(1);
    assertThat(Configs.load("frame_max = 0").integer("frame_max")).isZero();
    assertThat(Configs.load("frame_max = 4KB").integer("frame_max")).isEqualTo(4096);
  }

  @Test
  void namedFileMustExist() {
    assertThat(Configs.problems(new MapFiles(), Map.of("WARREN_CONFIG_FILE", "/no.conf")))
        .containsExactly("environment WARREN_CONFIG_FILE: there is no file /no.conf");
  }

  @Test
  void configFilesVariableReplacesConfD() throws ConfigException {
    MapFiles files =
        new MapFiles()
            .with(Configs.FILE, "heartbeat = 1")
            .with("/etc/warrenmq/conf.d/a.conf", "heartbeat = 2")
            .with("/other/a.conf", "heartbeat = 3")
            .with("/other/b.cfg", "heartbeat = 4");

    assertThat(Configs.load(files, Map.of("RABBITMQ_CONFIG_FILES", "/other")).integer("heartbeat"))
        .isEqualTo(3);
    assertThat(
            Configs.load(files, Map.of("RABBITMQ_CONFIG_FILES", "/other/*.cfg"))
                .integer("heartbeat"))
        .isEqualTo(4);
  }

  @Test
  void includedFilesAreReadWhereTheyStand() throws ConfigException {
    MapFiles files =
        new MapFiles()
            .with(Configs.FILE, "heartbeat = 1\ninclude more/*.conf\nvhost_max = 1")
            .with("/etc/warrenmq/more/x.conf", "heartbeat = 2\nvhost_max = 2");

    Config config = Configs.load(files, Map.of());

    assertThat(config.integer("heartbeat")).isEqualTo(2);
    assertThat(config.integer("vhost_max")).isEqualTo(1);
  }

  @Test
  void refusesIncludesThatAreMissingOrCircular() {
    MapFiles files =
        new MapFiles()
            .with(Configs.FILE, "include a.conf\ninclude missing.conf\ninclude none*.conf")
            .with("/etc/warrenmq/a.conf", "include warrenmq.conf");

    assertThat(Configs.problems(files, Map.of()))
        .containsExactlyInAnyOrder(
            "warrenmq.conf: the file includes itself",
            "warrenmq.conf:2: there is no file missing.conf");
  }

  @Test
  void listsEveryProblemAtOnce() {
    String text =
        """
        heartbeet = 60
        frame_max = big
        channel_max = 70000
        # fine
        listeners.tcp.1 = 127.0.0.1:99999
        no equals sign
        """;

    assertThatThrownBy(() -> Configs.load(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            """
            the configuration has 5 problems:
              /etc/warrenmq/warrenmq.conf:1: heartbeet: no such key; the nearest one is heartbeat \
            (a whole number 0..65535)
              /etc/warrenmq/warrenmq.conf:2: frame_max = big: it is not a number of bytes; \
            allowed: bytes 4096..2147483647, as 65536 or 64KB (1024 bytes each), or 0
              /etc/warrenmq/warrenmq.conf:3: channel_max = 70000: it is out of range; allowed: \
            a whole number 0..65535
              /etc/warrenmq/warrenmq.conf:5: listeners.tcp.1 = 127.0.0.1:99999: port 99999 is out \
            of range; allowed: a port 0..65535 (0: a free one), address:port, or none
              /etc/warrenmq/warrenmq.conf:6: 'no' is not of the form 'key = value'\
            """);
  }

  @Test
  void namesTheSourceOfAProblemOutsideOfFiles() {
    assertThat(
            Configs.problems(
                new MapFiles(), Map.of("RABBITMQ_NODE_PORT", "amqp"), "heartbeat", "hartbeat=1"))
        .containsExactly(
            "environment RABBITMQ_NODE_PORT: listeners.tcp.default = amqp: it is not a whole"
                + " number; allowed: a port 0..65535 (0: a free one), address:port, or none",
            "--set: 'heartbeat' is not of the form KEY=VALUE",
            "--set: hartbeat: no such key; the nearest one is heartbeat (a whole number 0..65535)");
  }

  @ParameterizedTest
  @CsvSource({
    "heartbaet, heartbeat",
    "chanel_max, channel_max",
    "listener.tcp.default, listeners.tcp.default",
    "listeners.tpc.mine, listeners.tcp.mine",
    "managment.tcp.port, management.tcp.port",
    "ssl_options.certfil, ssl_options.certfile",
    "vm_memory_high_watermark, vm_memory_high_watermark.relative",
    "disk_free_limit, disk_free_limit.absolute",
    "default_users.joe.pasword, default_users.joe.password",
    "loopback_user.guest, loopback_users.guest",
    "consumer_timeuot, consumer_timeout",
    "auth_ldap.prot, auth_ldap.port",
  })
  void suggestsTheNearestKey(String written, String meant) {
    assertThat(Configs.problems(written + " = 1"))
        .singleElement()
        .asString()
        .startsWith("warrenmq.conf:1: " + written + ": no such key; the nearest one is " + meant);
  }

  @Test
  void suggestsNothingForWhatIsLikeNoKey() {
    assertThat(Configs.problems("xyzzy.plugh = 1"))
        .containsExactly("warrenmq.conf:1: xyzzy.plugh: no such key");
  }

  @Test
  void warnsOfKeysThatMeanNothingHere() throws ConfigException {
    Config config =
        Configs.load("net_ticktime = 60\ncluster_formation.k8s.host = k\nnet_ticktime = 70");

    assertThat(config.warnings())
        .extracting(ConfigProblem::toString)
        .containsExactly(
            "/etc/warrenmq/warrenmq.conf:3: net_ticktime has no meaning in WarrenMQ and is ignored",
            "/etc/warrenmq/warrenmq.conf:2: cluster_formation.k8s.host has no meaning in WarrenMQ"
                + " and is ignored");
  }

  @Test
  void readsOlderNamesOfKeys() throws ConfigException {
    Config config =
        Configs.load("management.listener.port = 15999\nmanagement.load_definitions = /d.json");

    assertThat(config.integer("management.tcp.port")).isEqualTo(15999);
    assertThat(config.text("load_definitions")).isEqualTo("/d.json");
  }

  @Test
  void replacesReferencesByKeysAndThenByTheEnvironment() throws ConfigException {
    MapFiles files =
        new MapFiles()
            .with(
                Configs.FILE,
                "default_user = $(SEED_USER)\ndefault_pass = a$( SEED_PASS )b\n"
                    + "default_vhost = $(cluster_name)-x\ncluster_name = $(SEED_USER)1");

    Config config =
        Configs.load(
            files, Map.of("SEED_USER", "joe", "SEED_PASS", "p#$(x)", "cluster_name", "no"));

    assertThat(config.text("default_user")).isEqualTo("joe");
    assertThat(config.text("default_pass")).isEqualTo("ap#$(x)b");
    assertThat(config.text("default_vhost")).isEqualTo("joe1-x");
  }

  @Test
  void leavesTheEnvironmentsOwnPasswordsAlone() throws ConfigException {
    Config config = Configs.load(new MapFiles(), Map.of("RABBITMQ_DEFAULT_PASS", "$(HOME)#x"));

    assertThat(config.text("default_pass")).isEqualTo("$(HOME)#x");
  }

  @Test
  void refusesReferencesToNothingOrInACircle() {
    assertThat(
            Configs.problems(
                "default_user = $(NOT_SET)\ncluster_name = $(product.name)\n"
                    + "product.name = $(cluster_name)"))
        .containsExactly(
            "warrenmq.conf:1: default_user = $(NOT_SET): $(NOT_SET) is neither a key that is set"
                + " nor an environment variable; allowed: text, not empty",
            "warrenmq.conf:2: cluster_name = $(product.name): it refers to itself through"
                + " $(cluster_name); allowed: text, not empty",
            "warrenmq.conf:3: product.name = $(cluster_name): it refers to itself through"
                + " $(product.name); allowed: text, not empty");
  }

  @Test
  void answersEncryptedValuesByAnErrorWithoutTheValue() {
    assertThat(Configs.problems("default_pass = encrypted:c2VjcmV0"))
        .containsExactly(
            "warrenmq.conf:1: default_pass: encrypted values are not read; give the value in the"
                + " clear, for example from the environment with $(VARIABLE); allowed: text, in"
                + " the clear");
  }

  @Test
  void badValueThatIsOverriddenDoesNoHarm() throws ConfigException {
    assertThat(Configs.load("heartbeat = x\nheartbeat = 5").integer("heartbeat")).isEqualTo(5);
  }
}
