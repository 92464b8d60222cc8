package io.warrenmq.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.event.BrokerEventListener;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.ProtocolCarrier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoaderTest {
  private static PluginContext context(String plugin) {
    return new PluginContext() {
      @Override
      public PluginConfig config() {
        throw new UnsupportedOperationException();
      }

      @Override
      public Path dataFolder() {
        throw new UnsupportedOperationException();
      }
    };
  }

  @TempDir Path temp;
  private Path plugins;

  @BeforeEach
  void makeFolder() throws IOException {
    plugins = Files.createDirectory(temp.resolve("plugins"));
  }

  @Test
  void loadsEachJarInAClassLoaderOfItsOwn() throws IOException {
    listener("a.jar", "first", "");
    listener("b.jar", "second", "");

    List<BrokerEventListener> found = load().of(BrokerEventListener.class);

    assertThat(found).extracting(BrokerEventListener::name).containsExactly("first", "second");
    assertThat(found.get(0).getClass().getName()).isEqualTo(found.get(1).getClass().getName());
    assertThat(found.get(0).getClass()).isNotEqualTo(found.get(1).getClass());
  }

  @Test
  void showsAPluginTheApiAndNotTheBrokersInsides() throws IOException {
    listener("a.jar", "nosy", "Class.forName(\"io.warrenmq.core.plugin.PluginLoader\");");
    listener("b.jar", "modest", "Class.forName(\"io.netty.buffer.ByteBuf\");");

    assertThat(names(load())).containsExactly("modest");
  }

  @Test
  void leavesOutWhatFailsAndNamesIt() throws IOException {
    Files.writeString(plugins.resolve("broken.jar"), "no zip");
    listener("throws.jar", "throwing", "throw new IllegalStateException(\"no licence\");");
    listener("works.jar", "working", "");

    assertThat(names(load())).containsExactly("working");
    assertThatThrownBy(() -> loader().load(plugins, Set.of("working", "throwing")))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("missing: throwing.")
        .hasMessageContaining("throws.jar")
        .hasMessageContaining("no licence")
        .hasMessageContaining("broken.jar");
  }

  @Test
  void keepsTheFirstOfTwoWithOneName() throws IOException {
    listener("1.jar", "twin", "");
    listener("2.jar", "twin", "");

    assertThat(load().all())
        .singleElement()
        .satisfies(found -> assertThat(found.source()).endsWith("1.jar"));
  }

  @Test
  void leavesOutWhatIsDisabled() throws IOException {
    listener("a.jar", "unwanted", "");

    PluginRegistry registry =
        new PluginLoader(getClass().getClassLoader(), Set.of("unwanted")).load(plugins, Set.of());

    assertThat(names(registry)).isEmpty();
  }

  @Test
  void needsNoFolder() {
    assertThat(names(loader().load(temp.resolve("none"), Set.of()))).isEmpty();
  }

  @Test
  void leavesOutWhatFailsToStartUnlessRequired() throws IOException {
    plugin(
        "a.jar",
        "public void start(io.warrenmq.api.plugin.PluginContext c) "
            + "{ throw new IllegalStateException(\"no database\"); }",
        "needy",
        "");
    listener("b.jar", "easy", "");
    PluginRegistry registry = load();

    PluginRegistry running =
        new PluginLifecycle(Set.of("easy")).start(registry, PluginLoaderTest::context);

    assertThat(names(running)).containsExactly("easy");
    assertThatThrownBy(
            () -> new PluginLifecycle(Set.of("needy")).start(registry, PluginLoaderTest::context))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("needy")
        .hasMessageContaining("no database");
  }

  @Test
  void leavesOutACarrierThatFailsUnlessRequired() throws IOException {
    PluginJar.write(
        plugins,
        "a.jar",
        ProtocolCarrier.class,
        "TestCarrier",
        """
        public class TestCarrier implements io.warrenmq.api.protocol.ProtocolCarrier {
          public String name() { return "pigeon"; }
          public java.util.List<io.warrenmq.api.protocol.ProtocolPlugin> carry(
              java.util.List<io.warrenmq.api.protocol.ProtocolPlugin> protocols) {
            throw new IllegalStateException("no bird");
          }
        }
        """);
    PluginRegistry registry = load();

    assertThat(registry.of(ProtocolCarrier.class)).hasSize(1);
    assertThat(new PluginLifecycle(Set.of()).carry(registry)).isEmpty();
    assertThatThrownBy(() -> new PluginLifecycle(Set.of("pigeon")).carry(registry))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("no bird");
  }

  private PluginLoader loader() {
    return new PluginLoader(getClass().getClassLoader(), Set.of());
  }

  private PluginRegistry load() {
    return loader().load(plugins, Set.of());
  }

  private static List<String> names(PluginRegistry registry) {
    return registry.of(BrokerEventListener.class).stream().map(BrokerEventListener::name).toList();
  }

  private void listener(String jar, String name, String inConstructor) throws IOException {
    plugin(jar, "", name, inConstructor);
  }

  private void plugin(String jar, String members, String name, String inConstructor)
      throws IOException {
    PluginJar.write(
        plugins,
        jar,
        BrokerEventListener.class,
        "TestPlugin",
        """
        public class TestPlugin implements io.warrenmq.api.event.BrokerEventListener {
          public TestPlugin() throws Exception { if (true) { %s } }
          public String name() { return "%s"; }
          public void onEvent(io.warrenmq.api.event.BrokerEvent event) {}
          %s
        }
        """
            .formatted(inConstructor, name, members));
  }
}
