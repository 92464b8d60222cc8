package io.warrenmq.management.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.broker.NodeListener;
import io.warrenmq.core.flow.ResourceAlarms;
import io.warrenmq.management.ApiBench;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthResourceTest {
  private static final String CHECKS = "/api/health/checks/";

  private final ApiBench bench = ApiBench.start();

  private static NodeListener listener(String protocol, int port) {
    return new NodeListener(protocol, "::", new InetSocketAddress("::", port), null);
  }

  private ApiBench.Answer check(String name) {
    return bench.get(CHECKS + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alarms",
        "local-alarms",
        "virtual-hosts",
        "metadata-store/initialized",
        "metadata-store/initialized/with-data",
        "node-is-quorum-critical",
        "quorum-queues-without-elected-leaders/all-vhosts",
        "quorum-queues-without-elected-leaders/all-vhosts/pattern/^q",
        "quorum-queues-without-elected-leaders/vhost/%2F",
        "quorum-queues-without-elected-leaders/vhost/%2F/pattern/^q",
        "is-in-service",
        "below-node-connection-limit",
        "ready-to-serve-clients",
        "reached-target-cluster-size",
        "certificate-expiration/1/months",
      })
  void areWellOnANodeThatIs(String name) {
    bench.listening(listener("amqp", 5672));

    ApiBench.Answer answer = check(name);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object().getString("status")).isEqualTo("ok");
  }

  @Test
  void tellOfAlarms() {
    setAlarm(ResourceAlarms.Resource.MEMORY, true);

    ApiBench.Answer everywhere = check("alarms");

    assertThat(everywhere.status()).isEqualTo(503);
    assertThat(everywhere.object())
        .isEqualTo(
            new JsonObject(
                "{\"status\":\"failed\",\"reason\":\"There are alarms in effect in the cluster\","
                    + "\"alarms\":[{\"node\":\"warren@localhost\",\"resource\":\"memory\"}]}"));
    assertThat(check("local-alarms").reason()).isEqualTo("There are alarms in effect on the node");

    setAlarm(ResourceAlarms.Resource.MEMORY, false);
    assertThat(check("alarms").status()).isEqualTo(200);
  }

  private void setAlarm(ResourceAlarms.Resource resource, boolean isShort) {
    bench.await(
        () ->
            bench
                .broker()
                .metadata()
                .call(
                    bench.loops().loop(0),
                    () -> {
                      bench.broker().alarms().set(resource, isShort);
                      return Future.succeededFuture(true);
                    }));
  }

  @Test
  void areNotWellBeforeAllListenersAreBound() {
    assertThat(check("is-in-service").status()).isEqualTo(503);
    assertThat(check("ready-to-serve-clients").status()).isEqualTo(503);
    assertThat(check("metadata-store/initialized").status()).isEqualTo(503);

    bench.listening(listener("mqtt", 1883));

    assertThat(check("is-in-service").status()).isEqualTo(200);
    assertThat(check("ready-to-serve-clients").reason())
        .isEqualTo("no active listeners for AMQP/AMQPS");
  }

  @Test
  void needNoUserWhereOrchestratorsAsk() {
    bench.listening(listener("amqp", 5672));
    ApiBench nobody = bench.as("nobody", "x");

    assertThat(nobody.get(CHECKS + "is-in-service").status()).isEqualTo(200);
    assertThat(nobody.get(CHECKS + "ready-to-serve-clients").status()).isEqualTo(200);
    assertThat(nobody.get(CHECKS + "alarms").status()).isEqualTo(401);
  }

  @Test
  void knowThePortsThatAreServed() {
    bench.listening(listener("amqp", 5672), listener("http", 15672));

    assertThat(check("port-listener/5672").body()).isEqualTo("{\"status\":\"ok\",\"port\":5672}");
    ApiBench.Answer other = check("port-listener/1");
    assertThat(other.status()).isEqualTo(503);
    assertThat(other.body())
        .isEqualTo(
            "{\"status\":\"failed\",\"reason\":\"No active listener\",\"missing\":1,"
                + "\"ports\":[5672,15672]}");
    assertThat(check("port-listener/x").reason()).isEqualTo("Invalid port");
  }

  @ParameterizedTest
  @CsvSource({
    "amqp, amqp",
    "AMQP0-9-1, amqp",
    "amqp1.0, amqp",
    "amqps, amqp/ssl",
    "mqtt+tls, mqtt/ssl",
    "mqtt3.1.1, mqtt",
    "stomp1.2, stomp",
    "web-mqtt, http/web-mqtt",
    "http/web-stomp, http/web-stomp",
    "webstomp/tls, https/web-stomp",
    "https/web-amqp, https/web-amqp",
    "management, http",
    "https, https",
    "foo, foo",
  })
  void callProtocolsByAllTheirNames(String asked, String name) {
    assertThat(ProtocolNames.normal(asked)).isEqualTo(name);
  }

  @Test
  void knowTheProtocolsThatAreServed() {
    bench.listening(listener("amqp", 5672), listener("mqtt/ssl", 8883));

    assertThat(check("protocol-listener/amqp091").body())
        .isEqualTo("{\"status\":\"ok\",\"protocol\":\"amqp\"}");
    assertThat(check("protocol-listener/stomp,mqtts").status()).isEqualTo(200);
    assertThat(check("protocol-listener/stomp").body())
        .isEqualTo(
            "{\"status\":\"failed\",\"reason\":\"No active listener\",\"missing\":\"stomp\","
                + "\"protocols\":[\"amqp\",\"mqtt/ssl\"]}");
  }

  @Test
  void warnOfCertificatesThatEndSoon() throws Exception {
    X509Certificate certificate = certificate("certificate.pem");
    bench.listening(
        new NodeListener(
            "amqp/ssl",
            "::",
            new InetSocketAddress("::", 5671),
            new NodeListener.Tls("a.pem", null, () -> List.of(certificate), List::of)));
    long leftMs = certificate.getNotAfter().getTime() - bench.loops().clock().wallMs();
    long days = Duration.ofMillis(leftMs).toDays();

    assertThat(check("certificate-expiration/" + days + "/days").status()).isEqualTo(200);
    ApiBench.Answer answer = check("certificate-expiration/" + (days + 1) + "/DAYS");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.reason()).isEqualTo("Certificates expiring");
    assertThat(answer.object().getJsonArray("expired").encode())
        .isEqualTo(
            "[{\"node\":\"warren@localhost\",\"protocol\":\"amqp/ssl\",\"interface\":\"::\","
                + "\"port\":5671,\"certfile\":\"a.pem\",\"cacertfile\":\"\","
                + "\"certfile_expires_on\":[\"2099-12-07 0:00:00\"],\"cacertfile_expires_on\":[]}]");
    assertThat(check("certificate-expiration/x/days").reason())
        .isEqualTo("Invalid expiration value.");
    assertThat(check("certificate-expiration/1/foo").reason())
        .isEqualTo("Time unit not recognised. Supported units: days, weeks, months, years.");
    assertThat(check("certificate-expiration/" + Long.MAX_VALUE + "/years").status())
        .isEqualTo(503);
  }

  /** The bench's clock stands in 2023. */
  @Test
  void warnOfCertificatesThatHaveNotBegun() throws Exception {
    X509Certificate certificate = certificate("later.pem");
    bench.listening(
        new NodeListener(
            "https",
            "::",
            new InetSocketAddress("::", 15671),
            new NodeListener.Tls("a.pem", "ca.pem", List::of, () -> List.of(certificate))));

    assertThat(check("certificate-expiration/1/weeks").body())
        .contains("\"cacertfile\":\"ca.pem\"", "[\"not valid before 2026-11-26 20:13:20\"]");
  }

  /** Valid for a hundred years, from 2000 or from 2026. */
  private static X509Certificate certificate(String file) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(HealthResourceTest.class.getResourceAsStream(file))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/health/checks/quorum-queues-without-elected-leaders/vhost/nope",
        "/api/aliveness-test/nope",
        "/api/healthchecks/node/other",
      })
  void knowNothingOfWhatIsNotThere(String path) {
    assertThat(bench.get(path).status()).isEqualTo(404);
  }

  @Test
  void sayThatTheBrokerLivesAsBefore() {
    assertThat(bench.get("/api/aliveness-test/%2F").body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(bench.get("/api/healthchecks/node").body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(bench.get("/api/healthchecks/node/warren@localhost").status()).isEqualTo(200);
  }
}
