package io.warrenmq.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a client certificate is its name: the user's, or the client's. Immutable.
 *
 * @param part the part
 * @param type of the subject alternative names, which of them; of the other parts without meaning
 * @param index which one of that kind, from 0; likewise
 */
public record CertificateName(Part part, AlternativeType type, int index) {
  /** The whole subject, as RFC 4514 writes it: {@code CN=client,O=example}. */
  public static final CertificateName DISTINGUISHED_NAME =
      new CertificateName(Part.DISTINGUISHED_NAME, AlternativeType.DNS, 0);

  /** The subject's common name. */
  public static final CertificateName COMMON_NAME =
      new CertificateName(Part.COMMON_NAME, AlternativeType.DNS, 0);

  /** The first alternative name that is a DNS name. */
  public static final CertificateName SUBJECT_ALTERNATIVE_NAME =
      new CertificateName(Part.SUBJECT_ALTERNATIVE_NAME, AlternativeType.DNS, 0);

  /** Parts of a certificate. */
  public enum Part {
    /** The whole subject. */
    DISTINGUISHED_NAME("distinguished_name"),
    /** The subject's common name. */
    COMMON_NAME("common_name"),
    /** One of the subject alternative names, RFC 5280 section 4.2.1.6. */
    SUBJECT_ALTERNATIVE_NAME("subject_alternative_name");

    private final String configName;

    Part(String configName) {
      this.configName = configName;
    }
  }

  /** Kinds of subject alternative names, by their tags in RFC 5280's GeneralName. */
  public enum AlternativeType {
    /** A host. */
    DNS("dns", 2),
    /** An address, in its usual form. */
    IP("ip", 7),
    /** A mailbox. */
    EMAIL("email", 1),
    /** A URI. */
    URI("uri", 6),
    /** A name of a kind that its certificate defines, as a text; for example Microsoft's UPN. */
    OTHER_NAME("other_name", 0);

    private final String configName;
    private final int tag;

    AlternativeType(String configName, int tag) {
      this.configName = configName;
      this.tag = tag;
    }

    /**
     * The kind that the configuration names.
     *
     * @throws IllegalArgumentException when it is none
     */
    static AlternativeType parse(String configName) {
      for (AlternativeType type : values()) {
        if (type.configName.equals(configName)) {
          return type;
        }
      }
      throw new IllegalArgumentException("no kind of alternative name: " + configName);
    }
  }

  /**
   * The part that the configuration names, the first DNS name if it is the alternative name.
   *
   * @param configName as in {@code ssl_cert_login_from}
   * @throws IllegalArgumentException when it is none
   */
  public static CertificateName parse(String configName) {
    return parse(configName, AlternativeType.DNS.configName, 0);
  }

  /**
   * The part that the configuration names.
   *
   * @param configName as in {@code ssl_cert_login_from}
   * @param alternativeType as in {@code ssl_cert_login_san_type}
   * @param index as in {@code ssl_cert_login_san_index}, 0 or more
   * @throws IllegalArgumentException when there is no such part or kind
   */
  public static CertificateName parse(String configName, String alternativeType, int index) {
    AlternativeType type = AlternativeType.parse(alternativeType);
    if (configName.equals("subject_alt_name")) { // RabbitMQ has this spelling too.
      return new CertificateName(Part.SUBJECT_ALTERNATIVE_NAME, type, index);
    }
    for (Part part : Part.values()) {
      if (part.configName.equals(configName)) {
        return new CertificateName(part, type, index);
      }
    }
    throw new IllegalArgumentException("no part of a certificate: " + configName);
  }

  /** The value of {@code ssl_cert_login_from}. */
  public String configName() {
    return part.configName;
  }

  /** The name in a certificate; {@code null} when it has none of this kind. */
  public @Nullable String of(X509Certificate certificate) {
    return switch (part) {
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

  private @Nullable String alternativeName(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      int left = index;
      if (names != null) {
        for (List<?> name : names) {
          if (name.get(0).equals(type.tag) && left-- == 0) {
            return name.get(1) instanceof byte[] der ? otherName(der) : name.get(1).toString();
          }
        }
      }
    } catch (CertificateParsingException e) {
      return null; // As above.
    }
    return null;
  }

  /**
   * The text at the end of an OtherName's DER: the innermost element, if it is a string of UTF-8,
   * of ASCII or the like. {@code null} when it is something else.
   */
  private static @Nullable String otherName(byte[] der) {
    int at = 0;
    int end = der.length;
    while (at + 2 <= end) {
      int tag = der[at] & 0xff;
      int length = der[at + 1] & 0xff;
      int content = at + 2;
      if (length > 0x82) {
        return null; // No name is longer than 64 KiB.
      }
      if (length > 0x80) {
        int bytes = length & 0x7f;
        if (content + bytes > end) {
          return null;
        }
        length = 0;
        for (int i = 0; i < bytes; i++) {
          length = (length << 8) | (der[content + i] & 0xff);
        }
        content += bytes;
      }
      if (length > end - content) {
        return null;
      }
      switch (tag) {
        case 0x30, 0xa0 -> at = content; // a sequence, an explicit tag: what is in it
        case 0x06 -> at = content + length; // the kind's identifier: what follows it
        case 0x0c, 0x13, 0x16 -> { // UTF8String, PrintableString, IA5String
          return new String(der, content, length, UTF_8);
        }
        default -> {
          return null;
        }
      }
    }
    return null;
  }
}
