package io.warrenmq.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.http.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;
  private final GlobalOptions options = new GlobalOptions();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void noConfiguration() {
    environment.put("XDG_CONFIG_HOME", folder.toString());
  }

  private Settings settings() throws CommandException {
    return Settings.of(options, environment);
  }

  private Target target() throws CommandException {
    return settings().target();
  }

  private void file(String text) throws IOException {
    Files.writeString(folder.resolve("warrenctl.conf"), text);
  }

  @Test
  void asksTheBrokerOfThisMachineUnlessToldOtherwise() throws Exception {
    Target target = target();

    assertThat(target.url()).hasToString("http://127.0.0.1:15672");
    assertThat(target.user()).isEqualTo("guest");
    assertThat(target.password()).isEqualTo("guest");
    assertThat(settings().vhost()).isEqualTo("/");
    assertThat(settings().hasVhost()).isFalse();
    assertThat(settings().timeoutSeconds()).isEqualTo(60);
    assertThat(target).hasToString("http://127.0.0.1:15672 as guest");
  }

  @Test
  void anOptionWinsThenTheNodeThenTheEnvironmentThenTheDefaultNode() throws Exception {
    file("[default]\nurl = http://d:1\nusername = d\n[n]\nhostname = h\nusername = n\nvhost = v\n");
    assertThat(target().url()).hasToString("http://d:1");

    environment.put("WARRENCTL_URL", "http://e:2");
    environment.put("WARRENCTL_USER", "e");
    assertThat(target().url()).hasToString("http://e:2");
    assertThat(target().user()).isEqualTo("e");

    options.node = "n";
    assertThat(target().url()).hasToString("http://h:15672");
    assertThat(target().user()).isEqualTo("n");
    assertThat(settings().vhost()).isEqualTo("v");

    options.url = "http://o:3";
    options.user = "o";
    assertThat(target().url()).hasToString("http://o:3");
    assertThat(target().user()).isEqualTo("o");
  }

  @Test
  void readsRabbitmqadminsKeys() throws Exception {
    file(
        """
        # a comment
        ; another
        [tls]
        hostname = ::1
        port = 15671
        ssl = True
        ssl_insecure = true
        path_prefix = /mq
        password = p = q
        request_timeout = 7
        """);
    options.node = "tls";

    assertThat(target().url()).hasToString("https://[::1]:15671/mq");
    assertThat(target().insecure()).isTrue();
    assertThat(target().password()).isEqualTo("p = q");
    assertThat(settings().timeoutSeconds()).isEqualTo(7);
  }

  @Test
  void takesTheHostOfARabbitNode() throws Exception {
    options.node = "rabbit@mq1";

    assertThat(target().url()).hasToString("http://mq1:15672");
  }

  @Test
  void takesLoginAndApiPathInTheUrl() throws Exception {
    options.url = "https://bob:s%40c@host/prefix/api/";

    assertThat(target().url()).hasToString("https://host/prefix");
    assertThat(target().user()).isEqualTo("bob");
    assertThat(target().password()).isEqualTo("s@c");
    assertThat(Settings.checked("host:1")).hasToString("http://host:1");
  }

  @Test
  void namesWhatIsWrong() throws Exception {
    for (String url : new String[] {"ftp://h", "http://", "http://h/?q", "http://h h"}) {
      assertThatThrownBy(() -> Settings.checked(url)).hasMessageContaining("is no --url");
    }
    options.timeout = 0;
    assertThatThrownBy(() -> settings().timeoutSeconds()).hasMessageContaining("1 to 86400");
    file("[prod]\nhost = x\n");
    assertThatThrownBy(this::settings).hasMessageContaining("warrenctl.conf, line 2");
    file("key = x\n");
    assertThatThrownBy(this::settings).hasMessageContaining("before the first [NAME]");
    file("[prod]\nhostname = x\n");
    options.node = "prdo";
    assertThatThrownBy(this::settings).hasMessageContaining("Did you mean 'prod'?");
    options.config = folder.resolve("none");
    assertThatThrownBy(this::settings).hasMessageContaining("there is no configuration file");
  }
}
