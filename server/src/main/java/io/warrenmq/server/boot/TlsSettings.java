package io.warrenmq.server.boot;

import io.warrenmq.server.config.Config;
import io.warrenmq.server.config.ListenerAddress;
import io.warrenmq.server.tls.CertificateFiles;
import io.warrenmq.server.tls.TlsFile;
import io.warrenmq.server.tls.TlsOptions;
import io.warrenmq.server.tls.TlsOptions.Choice;
import io.warrenmq.server.tls.TlsOptions.ClientCertificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The configuration's keys of TLS. Listeners of sockets have {@code ssl_options.*}; an HTTP
 * listener has a group of its own, as {@code web_mqtt.ssl.*}, and where that is silent {@code
 * ssl_options.*} too.
 */
final class TlsSettings {
  /** The keys that all listeners have in common. */
  static final String SHARED = "ssl_options";

  private static final String HOSTS = "warren.tls.hosts";

  private final Config config;

  TlsSettings(Config config) {
    this.config = config;
  }

  /**
   * TLS of a listener that may go without; {@code null} when no certificate is configured.
   *
   * @throws StartException when keys contradict
   */
  @Nullable TlsOptions find() throws StartException {
    return find(SHARED);
  }

  /**
   * TLS of a listener that has nothing else.
   *
   * @param group its keys' prefix
   * @param listener the key that asks for it, for the error's text
   * @param address what that says
   * @throws StartException when there is no certificate, or keys contradict
   */
  TlsOptions require(String group, String listener, ListenerAddress address) throws StartException {
    TlsOptions found = find(group);
    if (found == null) {
      throw new StartException(
          ("%s = %s asks for TLS, but %s.certfile names no certificate. Set it, and %s.keyfile, to"
                  + " PEM files, or turn the listener off.")
              .formatted(listener, address, group, group));
    }
    return found;
  }

  private @Nullable TlsOptions find(String group) throws StartException {
    CertificateFiles own =
        files(isSet(group, "certfile") || isSet(group, "keyfile") ? group : SHARED);
    if (own == null) {
      return null;
    }
    List<CertificateFiles> byHost = new ArrayList<>();
    for (String name : config.names(HOSTS)) {
      String prefix = HOSTS + "." + Config.escape(name);
      CertificateFiles files = files(prefix);
      if (files == null) {
        throw new StartException(
            "%s.password is set, but no %s.certfile. Set that too.".formatted(prefix, prefix));
      }
      byHost.add(files);
    }
    String caKey = key(group, "cacertfile");
    String ca = text(caKey);
    return new TlsOptions(
        own,
        byHost,
        ca.isEmpty() ? null : new TlsFile(caKey, ca),
        ca.isEmpty() ? "" : text(key(group, "password")),
        clients(group, caKey),
        versions(group),
        choice(group, "ciphers"),
        config.bool(key(group, "honor_cipher_order")),
        config
            .find(key(group, "depth"), Long.class)
            .map(Math::toIntExact)
            .orElse(TlsOptions.DEFAULT_DEPTH));
  }

  /** A certificate and its key, which belong together and so come from one group. */
  private @Nullable CertificateFiles files(String prefix) throws StartException {
    String certificate = text(prefix + ".certfile");
    String key = text(prefix + ".keyfile");
    if (certificate.isEmpty()) {
      if (!key.isEmpty()) {
        throw new StartException(
            "%s.keyfile is set, but no %s.certfile. Set that too.".formatted(prefix, prefix));
      }
      return null;
    }
    return new CertificateFiles(
        new TlsFile(prefix + ".certfile", certificate),
        key.isEmpty() || key.equals(certificate) ? null : new TlsFile(prefix + ".keyfile", key),
        prefix + ".password",
        text(prefix + ".password"));
  }

  private ClientCertificates clients(String group, String caKey) throws StartException {
    String verify = key(group, "verify");
    String required = key(group, "fail_if_no_peer_cert");
    boolean isRequired = config.bool(required);
    if (config.text(verify).equals("verify_none")) {
      if (isRequired) {
        throw new StartException(
            ("%s = true, but with %s = verify_none no client is asked for a certificate. Set that to"
                    + " verify_peer.")
                .formatted(required, verify));
      }
      return ClientCertificates.NONE;
    }
    if (text(caKey).isEmpty()) {
      throw new StartException(
          ("%s = verify_peer has nothing to check clients' certificates by. Set %s to a PEM file of"
                  + " the authorities that sign them.")
              .formatted(verify, caKey));
    }
    return isRequired ? ClientCertificates.REQUIRED : ClientCertificates.ASKED;
  }

  private Choice versions(String group) {
    Choice named = choice(group, "versions");
    return new Choice(
        named.key(),
        named.names().isEmpty()
            ? TlsOptions.DEFAULT_VERSIONS
            : named.names().stream().map(TlsSettings::version).toList());
  }

  /** RabbitMQ writes {@code tlsv1.3} where Java writes {@code TLSv1.3}. */
  private static String version(String name) {
    return "TLS" + name.toLowerCase(Locale.ROOT).substring(3);
  }

  private Choice choice(String group, String name) {
    String own = group + "." + name;
    List<String> names = config.list(own);
    String shared = SHARED + "." + name;
    return names.isEmpty() ? new Choice(shared, config.list(shared)) : new Choice(own, names);
  }

  /** The group's own key if it is set, else the shared one. */
  private String key(String group, String name) {
    return (isSet(group, name) ? group : SHARED) + "." + name;
  }

  private boolean isSet(String group, String name) {
    return config.isSet(group + "." + name);
  }

  private String text(String key) {
    boolean isOff = key.startsWith(SHARED) && config.isSet(SHARED); // its one value is none
    return isOff ? "" : config.find(key, String.class).orElse("");
  }
}
