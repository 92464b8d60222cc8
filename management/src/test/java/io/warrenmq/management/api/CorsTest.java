package io.warrenmq.management.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.management.ApiBench;
import org.junit.jupiter.api.Test;

class CorsTest {
  private static final String NAMED = "https://pages.example.org";
  private static final String OTHER = "https://other.example.org";

  private final ApiBench bench =
      ApiBench.configured(
          "management.cors.allow_origins.1",
          "https://Pages.example.org/",
          "management.cors.max_age",
          60);
  private final ApiBench open =
      ApiBench.configured(
          "management.cors.allow_origins.1", NAMED, "management.cors.allow_origins.2", "*");

  private static String origin(ApiBench.Answer answer) {
    return answer.headers().get("access-control-allow-origin");
  }

  private static String credentials(ApiBench.Answer answer) {
    return answer.headers().get("access-control-allow-credentials");
  }

  @Test
  void letsPagesOfANamedOriginIn() {
    ApiBench.Answer answer = bench.with("origin", NAMED).get("/api/whoami");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(origin(answer)).isEqualTo(NAMED);
    assertThat(credentials(answer)).isEqualTo("true");
    assertThat(answer.headers().get("vary")).isEqualTo("origin");
  }

  @Test
  void doesNotLetOthersIn() {
    for (String origin : new String[] {OTHER, "null", NAMED + ".evil.org", "http://x"}) {
      ApiBench.Answer answer = bench.with("origin", origin).get("/api/whoami");

      assertThat(origin(answer)).as(origin).isNull();
      assertThat(credentials(answer)).as(origin).isNull();
      assertThat(answer.headers().get("vary")).as(origin).isEqualTo("origin");
    }
    assertThat(origin(bench.get("/api/whoami"))).isNull();
  }

  @Test
  void letsAllInByAStarButNoneWithWhatTheBrowserKeeps() {
    ApiBench.Answer answer = open.with("origin", OTHER).get("/api/whoami");

    assertThat(origin(answer)).isEqualTo(OTHER);
    assertThat(credentials(answer)).isNull();
    assertThat(credentials(open.with("origin", NAMED).get("/api/whoami"))).isEqualTo("true");
  }

  @Test
  void answersPreflightsByWhatThePathTakes() {
    ApiBench asking =
        bench
            .with("origin", NAMED)
            .with("access-control-request-method", "PUT")
            .with("access-control-request-headers", "authorization, content-type");

    ApiBench.Answer answer = asking.send("OPTIONS", "/api/queues/%2F/q", null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(origin(answer)).isEqualTo(NAMED);
    assertThat(answer.headers().get("access-control-allow-methods"))
        .isEqualTo("DELETE, GET, HEAD, OPTIONS, PUT");
    assertThat(answer.headers().get("access-control-allow-headers"))
        .isEqualTo("authorization, content-type");
    assertThat(answer.headers().get("access-control-max-age")).isEqualTo("60");
  }

  @Test
  void answersNoPreflightOfOthersOrForNothing() {
    ApiBench.Answer refused = bench.with("origin", OTHER).send("OPTIONS", "/api/whoami", null);
    ApiBench.Answer nothing = bench.with("origin", NAMED).send("OPTIONS", "/api/nowhere", null);

    assertThat(refused.headers().get("access-control-allow-methods")).isNull();
    assertThat(nothing.status()).isEqualTo(404);
    assertThat(nothing.headers().get("access-control-allow-methods")).isNull();
  }

  /** Or the page could not read why. */
  @Test
  void tellsRefusalsToo() {
    ApiBench.Answer answer = bench.as("guest", "wrong").with("origin", NAMED).get("/api/whoami");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(origin(answer)).isEqualTo(NAMED);
  }

  @Test
  void isOffUnlessConfigured() {
    for (ApiBench off :
        new ApiBench[] {
          ApiBench.start(),
          ApiBench.configured(
              "management.cors.allow_origins", "none", "management.cors.allow_origins.1", "*")
        }) {
      ApiBench.Answer answer = off.with("origin", NAMED).get("/api/whoami");

      assertThat(origin(answer)).isNull();
      assertThat(answer.headers().get("vary")).isNull();
    }
  }

  @Test
  void isOfTheApiAlone() {
    assertThat(origin(bench.with("origin", NAMED).get("/"))).isNull();
  }
}
