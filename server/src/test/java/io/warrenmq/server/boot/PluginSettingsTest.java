package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

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
  void readsDecimalsAndTextsByTheirNames() throws Exception {
    PluginSettings settings =
        new PluginSettings(
            Settings.of(
                "warren.opentelemetry.sample_ratio=25%",
                "warren.opentelemetry.headers.x-key=k",
                "warren.opentelemetry.headers.authorization=Bearer t",
                "plugin.x-length.factor=0.5",
                "plugin.x-length.names.two\\.parts=2",
                "plugin.x-length.names.one=1"));

    assertThat(settings.decimal("warren.opentelemetry.sample_ratio", 1)).isEqualTo(0.25);
    assertThat(settings.texts("warren.opentelemetry.headers"))
        .containsExactly(entry("authorization", "Bearer t"), entry("x-key", "k"));
    assertThat(settings.decimal("plugin.x-length.factor", 1)).isEqualTo(0.5);
    assertThat(settings.decimal("plugin.x-length.other", 2)).isEqualTo(2);
    assertThat(settings.texts("plugin.x-length.names"))
        .containsExactly(entry("one", "1"), entry("two.parts", "2"));
    assertThat(settings.texts("plugin.x-length.none")).isEmpty();
  }

  @Test
  void refusesWhereItIsReadWhatIsNoNumberOrSwitch() throws Exception {
    PluginSettings settings = new PluginSettings(Settings.of("plugin.x-length.most=many"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.integer("plugin.x-length.most", 1))
        .withMessageStartingWith("plugin.x-length.most = many");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.decimal("plugin.x-length.most", 1))
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
