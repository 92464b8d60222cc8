package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PluginSettingsTest {
  @Test
  void readsThePluginsOwnKeysAsWhatItAsksFor() throws Exception {
    PluginSettings settings =
        new PluginSettings(
            Settings.of(
                "plugin.x-length.unit=bytes",
                "plugin.x-length.most=40",
                "plugin.x-length.strict=on",
                "plugin.x-length.zones.2=b",
                "plugin.x-length.zones.1=a"));

    assertThat(settings.text("plugin.x-length.unit", "")).isEqualTo("bytes");
    assertThat(settings.integer("plugin.x-length.most", 1)).isEqualTo(40);
    assertThat(settings.flag("plugin.x-length.strict", false)).isTrue();
    assertThat(settings.list("plugin.x-length.zones")).containsExactly("a", "b");
    assertThat(settings.integer("plugin.x-length.least", 7)).isEqualTo(7);
    assertThat(settings.flag("plugin.x-length.loud", true)).isTrue();
  }

  @Test
  void readsTheOptionsOfAPluginsListenersByTheirTypes() throws Exception {
    PluginSettings settings =
        new PluginSettings(
            Settings.of(
                "plugin.line.proxy_protocol=true", "plugin.line.tcp_listen_options.sndbuf=32KB"));

    assertThat(settings.flag("plugin.line.proxy_protocol", false)).isTrue();
    assertThat(settings.integer("plugin.line.tcp_listen_options.sndbuf", 0)).isEqualTo(32768);
  }

  @Test
  void refusesWhereItIsReadWhatIsNoNumberOrSwitch() throws Exception {
    PluginSettings settings = new PluginSettings(Settings.of("plugin.x-length.most=many"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.integer("plugin.x-length.most", 1))
        .withMessageStartingWith("plugin.x-length.most = many");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.flag("plugin.x-length.most", true))
        .withMessageStartingWith("plugin.x-length.most = many");
  }

  @Test
  void knowsNothingOfKeysThatNobodyReadsButOfTheTypesOfThoseThatAre() throws Exception {
    PluginSettings settings = new PluginSettings(Settings.of("heartbeat=20"));

    assertThat(settings.integer("heartbeat", 1)).isEqualTo(20);
    assertThat(settings.text("no_such_key", "absent")).isEqualTo("absent");
    assertThatIllegalArgumentException().isThrownBy(() -> settings.flag("heartbeat", true));
  }
}
