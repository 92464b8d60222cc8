package io.warrenmq.cli.http;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whose certificates are trusted. */
final class Trust {
  private Trust() {}

  /**
   * What a target says.
   *
   * @throws CommandException if its authorities are not readable
   */
  static SSLContext of(Target target) throws CommandException {
    if (!"https".equals(target.url().getScheme())) {
      return new NoTls();
    }
    try {
      if (target.insecure()) {
        return context(new TrustManager[] {new Anybody()});
      }
      Path file = target.authorities();
      return file == null ? SSLContext.getDefault() : context(authorities(file));
    } catch (GeneralSecurityException e) {
      throw new CommandException(ExitCode.SOFTWARE, "no TLS in this Java runtime: " + e);
    }
  }

  private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    return context;
  }

  private static TrustManager[] authorities(Path file)
      throws CommandException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      store.load(null, null);
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new CommandException(
          ExitCode.NO_INPUT, "--cacert " + file + " is no readable PEM file of certificates: " + e);
    }
    if (store.size() == 0) {
      throw new CommandException(ExitCode.NO_INPUT, "--cacert " + file + " has no certificate");
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** An extended manager also stands in for the check of the host's name. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
