package io.warrenmq.api.auth;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Which part of a client certificate is its name: the user's, or the client's. Thread-safe. */
public enum CertificateName {
  /** The whole subject, as RFC 4514 writes it: {@code CN=client,O=example}. */
  DISTINGUISHED_NAME("distinguished_name"),
  /** The subject's common name. */
  COMMON_NAME("common_name"),
  /** The first alternative name that is a DNS name. */
  SUBJECT_ALTERNATIVE_NAME("subject_alternative_name");

  private static final int DNS_NAME = 2; // RFC 5280's GeneralName

  private final String configName;

  CertificateName(String configName) {
    this.configName = configName;
  }

  /**
   * The part that the configuration names.
   *
   * @param configName as in {@code ssl_cert_login_from}
   * @throws IllegalArgumentException when it is none
   */
  public static CertificateName parse(String configName) {
    if (configName.equals("subject_alt_name")) { // RabbitMQ has this spelling too.
      return SUBJECT_ALTERNATIVE_NAME;
    }
    for (CertificateName name : values()) {
      if (name.configName.equals(configName)) {
        return name;
      }
    }
    throw new IllegalArgumentException("no part of a certificate: " + configName);
  }

  /** The value of {@code ssl_cert_login_from}. */
  public String configName() {
    return configName;
  }

  /** The name in a certificate; {@code null} when it has none of this kind. */
  public @Nullable String of(X509Certificate certificate) {
    return switch (this) {
      case DISTINGUISHED_NAME -> subject(certificate);
      case COMMON_NAME -> commonName(subject(certificate));
      case SUBJECT_ALTERNATIVE_NAME -> alternativeName(certificate);
    };
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
  }

  private static @Nullable String commonName(String subject) {
    try {
      List<Rdn> parts = new LdapName(subject).getRdns();
      for (int i = parts.size() - 1; i >= 0; i--) { // The most specific one comes last.
        if (parts.get(i).getType().equalsIgnoreCase("CN")) {
          return parts.get(i).getValue().toString();
        }
      }
    } catch (InvalidNameException e) {
      return null; // A certificate whose subject is no name names nobody.
    }
    return null;
  }

  private static @Nullable String alternativeName(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> name : names) {
          if (name.get(0).equals(DNS_NAME)) {
            return name.get(1).toString();
          }
        }
      }
    } catch (CertificateParsingException e) {
      return null; // As above.
    }
    return null;
  }
}
