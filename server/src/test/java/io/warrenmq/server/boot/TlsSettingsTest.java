package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.server.config.ListenerAddress;
import io.warrenmq.server.tls.TlsOptions;
import io.warrenmq.server.tls.TlsOptions.ClientCertificates;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TlsSettingsTest {
  private static TlsOptions of(String group, String... settings) throws Exception {
    return new TlsSettings(Settings.of(settings))
        .require(group, "web_mqtt.ssl", new ListenerAddress("", 1));
  }

  @Test
  void readsEveryKey() throws Exception {
    TlsOptions tls =
        of(
            "ssl_options",
            "ssl_options.cacertfile=ca.pem",
            "ssl_options.certfile=cert.pem",
            "ssl_options.keyfile=key.pem",
            "ssl_options.password=secret",
            "ssl_options.depth=2",
            "ssl_options.versions.1=tlsv1.2",
            "ssl_options.ciphers.2=B",
            "ssl_options.ciphers.1=A",
            "ssl_options.honor_cipher_order=false",
            "ssl_options.verify=verify_peer",
            "ssl_options.fail_if_no_peer_cert=true");

    assertThat(Objects.requireNonNull(tls.authorities()).path()).isEqualTo("ca.pem");
    assertThat(tls.own().certificate().path()).isEqualTo("cert.pem");
    assertThat(Objects.requireNonNull(tls.own().key()).path()).isEqualTo("key.pem");
    assertThat(tls.own().password()).isEqualTo("secret");
    assertThat(tls.depth()).isEqualTo(2);
    assertThat(tls.versions().names()).containsExactly("TLSv1.2");
    assertThat(tls.ciphers().names()).containsExactly("A", "B");
    assertThat(tls.honorsCipherOrder()).isFalse();
    assertThat(tls.clients()).isEqualTo(ClientCertificates.REQUIRED);
  }

  @Test
  void isNewTlsWithoutCertificatesOfClientsUnlessTold() throws Exception {
    TlsOptions tls = of("ssl_options", "ssl_options.certfile=both.pem");

    assertThat(tls).isEqualTo(TlsOptions.of(tls.own()));
    assertThat(tls.own().key()).isNull();
  }

  @Test
  void aGroupThatIsSilentHasWhatAllHave() throws Exception {
    TlsOptions tls =
        of(
            "web_mqtt.ssl",
            "ssl_options.certfile=cert.pem",
            "ssl_options.keyfile=key.pem",
            "ssl_options.password=secret",
            "ssl_options.cacertfile=ca.pem",
            "ssl_options.verify=verify_peer",
            "ssl_options.versions.1=tlsv1.2",
            "web_mqtt.ssl.verify=verify_none",
            "web_mqtt.ssl.versions.1=tlsv1.3");

    assertThat(tls.own().certificate().key()).isEqualTo("ssl_options.certfile");
    assertThat(tls.own().password()).isEqualTo("secret");
    assertThat(tls.clients()).isEqualTo(ClientCertificates.NONE);
    assertThat(tls.versions().key()).isEqualTo("web_mqtt.ssl.versions");
    assertThat(tls.versions().names()).containsExactly("TLSv1.3");
  }

  @Test
  void aCertificateOfAGroupGoesWithItsKeyAndPassword() throws Exception {
    TlsOptions tls =
        of(
            "web_mqtt.ssl",
            "ssl_options.certfile=cert.pem",
            "ssl_options.keyfile=key.pem",
            "ssl_options.password=secret",
            "web_mqtt.ssl.certfile=own.p12");

    assertThat(tls.own().certificate().path()).isEqualTo("own.p12");
    assertThat(tls.own().key()).isNull();
    assertThat(tls.own().password()).isEmpty();
  }

  @Test
  void hostsHaveCertificates() throws Exception {
    TlsOptions tls =
        of(
            "web_mqtt.ssl",
            "ssl_options.certfile=cert.pem",
            "warren.tls.hosts.b.certfile=b.pem",
            "warren.tls.hosts.a.certfile=a.p12",
            "warren.tls.hosts.a.password=secret");

    assertThat(tls.byHost())
        .extracting(files -> files.certificate().path())
        .containsExactly("a.p12", "b.pem");
    assertThat(tls.byHost().get(0).password()).isEqualTo("secret");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> of("web_mqtt.ssl"))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("web_mqtt.ssl = ")
        .hasMessageContaining("web_mqtt.ssl.certfile names no certificate");
    assertThatThrownBy(() -> of("ssl_options", "ssl_options.keyfile=key.pem"))
        .isInstanceOf(StartException.class)
        .hasMessage("ssl_options.keyfile is set, but no ssl_options.certfile. Set that too.");
    assertThatThrownBy(
            () -> of("ssl_options", "ssl_options.certfile=c", "warren.tls.hosts.a.password=secret"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("no warren.tls.hosts.a.certfile");
    assertThatThrownBy(
            () -> of("ssl_options", "ssl_options.certfile=c", "ssl_options.verify=verify_peer"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("Set ssl_options.cacertfile");
    assertThatThrownBy(
            () ->
                of(
                    "ssl_options",
                    "ssl_options.certfile=c",
                    "ssl_options.fail_if_no_peer_cert=true"))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("ssl_options.fail_if_no_peer_cert = true, but with");
  }

  @Test
  void noneIsNoTlsAtAll() {
    assertThatThrownBy(() -> of("ssl_options", "ssl_options=none", "ssl_options.certfile=c"))
        .isInstanceOf(StartException.class);
  }
}
