package io.warrenmq.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFilesTest {

  @TempDir Path directory;

  @Test
  void readsMainFileAndConfDFromDisk() throws IOException, ConfigException {
    Path main = Files.writeString(directory.resolve("rabbitmq.conf"), "cluster_name = käse\n");
    Files.createDirectory(directory.resolve("conf.d"));
    Files.writeString(directory.resolve("conf.d/10.conf"), "heartbeat = 7\n");

    Config config =
        ConfigLoader.load(new ConfigSources(new DiskFiles(), Map.of(), main, null, List.of()));

    assertThat(config.text("cluster_name")).isEqualTo("käse");
    assertThat(config.integer("heartbeat")).isEqualTo(7);
  }

  @Test
  void refusesAFileThatIsNotUtf8() throws IOException {
    Path main = directory.resolve("rabbitmq.conf");
    Files.write(main, "cluster_name = käse\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(
            () ->
                ConfigLoader.load(
                    new ConfigSources(new DiskFiles(), Map.of(), main, null, List.of())))
        .hasMessageContaining(main + ": the file is not UTF-8");
  }
}
