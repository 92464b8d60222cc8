package io.warrenmq.management.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.HttpHeaders;
import io.warrenmq.management.ApiBench;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtraHeadersTest {
  private final ApiBench bench =
      ApiBench.configured(
          "management.csp.policy", "default-src 'self'",
          "management.hsts.policy", "max-age=31536000; includeSubDomains",
          "management.headers.content_type_options", "nosniff",
          "management.headers.xss_protection", "1; mode=block",
          "management.headers.frame_options", "DENY");

  @Test
  void goWithAnswersRefusalsAndPages() {
    Map<String, String> wanted =
        Map.of(
            "content-security-policy", "default-src 'self'",
            "strict-transport-security", "max-age=31536000; includeSubDomains",
            "x-content-type-options", "nosniff",
            "x-xss-protection", "1; mode=block",
            "x-frame-options", "DENY");
    for (String path : new String[] {"/api/overview", "/api/nowhere", "/", "/nowhere"}) {
      HttpHeaders headers = bench.get(path).headers();

      wanted.forEach(
          (name, value) -> assertThat(headers.getAll(name)).as(path).containsExactly(value));
    }
  }

  /** The page of the API's description has a policy of its own. */
  @Test
  void takeThePlaceOfTheBrokersOwn() {
    assertThat(bench.get("/api/index.html").headers().getAll("content-security-policy"))
        .containsExactly("default-src 'self'");
    assertThat(ApiBench.start().get("/api/index.html").headers().getAll("content-security-policy"))
        .containsExactly("default-src 'none'");
  }

  @Test
  void areRefusedWhenTheyAreMoreThanALine() {
    assertThatThrownBy(() -> ApiBench.configured("management.csp.policy", "a\r\nset-cookie: b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("management.csp.policy");
  }
}
