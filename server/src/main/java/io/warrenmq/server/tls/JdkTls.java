package io.warrenmq.server.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** TLS by Java's own implementation. */
final class JdkTls extends TlsContext {
  private final SSLContext context;
  private final SSLParameters parameters = new SSLParameters();

  /** Creates it. */
  JdkTls(TlsOptions options, Negotiable negotiable, List<Identity> identities, ClientTrust trust)
      throws GeneralSecurityException {
    super(identities, trust);
    context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new Identities(identities)}, new TrustManager[] {trust}, null);
    parameters.setProtocols(negotiable.versions().toArray(new String[0]));
    parameters.setCipherSuites(negotiable.ciphers().toArray(new String[0]));
    parameters.setUseCipherSuitesOrder(options.honorsCipherOrder());
    switch (options.clients()) {
      case ASKED -> parameters.setWantClientAuth(true);
      case REQUIRED -> parameters.setNeedClientAuth(true);
      case NONE -> parameters.setWantClientAuth(false);
    }
  }

  @Override
  SslHandler newHandler(ByteBufAllocator allocator, Executor signers) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return new SslHandler(engine, false, signers);
  }

  @Override
  TlsProvider provider() {
    return TlsProvider.JDK;
  }
}
