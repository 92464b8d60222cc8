package io.warrenmq.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ApiPathTest {

  @Test
  void escapesWhateverAPathGivesAMeaning() {
    assertThat(ApiPath.of("queues", "/", "a b%c?d#e+f&g=h:i@j;k"))
        .hasToString("/api/queues/%2F/a%20b%25c%3Fd%23e%2Bf%26g%3Dh%3Ai%40j%3Bk");
    assertThat(ApiPath.of("vhosts", "é🐇\u0000\\\"<>"))
        .hasToString("/api/vhosts/%C3%A9%F0%9F%90%87%00%5C%22%3C%3E");
    assertThat(ApiPath.of("vhosts", "a.b-c_d~E9")).hasToString("/api/vhosts/a.b-c_d~E9");
  }

  @Test
  void keepsDotsFromBeingPlacesInTheTree() {
    assertThat(ApiPath.of("queues", "..", ".", "a.b")).hasToString("/api/queues/%2E%2E/%2E/a.b");
  }

  @Test
  void appendsParameters() {
    ApiPath path = ApiPath.of("nodes").with("columns", "a,b").with("x", "y z");

    assertThat(path).hasToString("/api/nodes?columns=a%2Cb&x=y%20z");
    assertThat(URI.create("http://h" + path).getQuery()).isEqualTo("columns=a,b&x=y z");
  }
}
