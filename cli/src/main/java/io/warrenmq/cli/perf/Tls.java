package io.warrenmq.cli.perf;

import com.rabbitmq.client.ConnectionFactory;
import java.security.NoSuchAlgorithmException;

/** TLS of a load, with the Java runtime's authorities. */
final class Tls {
  private Tls() {}

  static void use(ConnectionFactory factory) {
    try {
      factory.useSslProtocol(javax.net.ssl.SSLContext.getDefault());
      factory.enableHostnameVerification();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java runtime has one
    }
  }
}
