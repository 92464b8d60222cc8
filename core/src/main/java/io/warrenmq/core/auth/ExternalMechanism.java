package io.warrenmq.core.auth;

import io.warrenmq.api.auth.CertificateName;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.transport.TransportInfo;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * SASL EXTERNAL, RFC 4422: the client's certificate says who it is. Offered only to clients that
 * showed one. Thread-safe.
 */
public final class ExternalMechanism implements SaslMechanism {
  private final CertificateName nameIn;

  /**
   * Creates the mechanism.
   *
   * @param nameIn {@code ssl_cert_login_from}
   */
  public ExternalMechanism(CertificateName nameIn) {
    this.nameIn = nameIn;
  }

  @Override
  public String name() {
    return "EXTERNAL";
  }

  @Override
  public boolean isOffered(TransportInfo transport) {
    return transport.peerCertificate() != null;
  }

  @Override
  public SaslExchange begin(TransportInfo transport) {
    // What the client asks to act as is ignored, as RabbitMQ does: the certificate decides.
    return response -> show(transport.peerCertificate());
  }

  private SaslStep show(@Nullable X509Certificate certificate) {
    if (certificate == null) {
      return new SaslStep.Refused("EXTERNAL needs a client certificate");
    }
    String user = nameIn.of(certificate);
    return user == null || user.isEmpty()
        ? new SaslStep.Refused("the client certificate has no " + nameIn.configName())
        : new SaslStep.Show(new Credentials.Proven(user));
  }
}
