package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.warrenmq.server.clients.ClientProgram;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** What {@code docs/examples/mqtt/certificates.sh} makes, as users have it. */
final class Certificates {
  /** For {@link #keys}: a client without a certificate. */
  static final String NOBODY = "";

  private static final Path SCRIPT = Path.of("..", "docs", "examples", "mqtt", "certificates.sh");
  private static final char[] PASSWORD = "password".toCharArray();

  private final Path folder;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /** An authority, the broker's certificate, and one for each client. */
  static Certificates make(Path folder, String... clients) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", SCRIPT.toString(), folder.toString(), "localhost"));
    command.addAll(List.of(clients));
    try (ClientProgram script = ClientProgram.startAlone(command)) {
      script.awaitSuccess();
    }
    return new Certificates(folder);
  }

  /** A file that the script has made. */
  String file(String name) {
    return folder.resolve(name).toString();
  }

  /** Who a client says that it is. */
  KeyManagerFactory keys(String client) throws Exception {
    KeyStore store = store();
    if (!client.equals(NOBODY)) {
      Certificate[] chain = {certificate(client)};
      store.setKeyEntry("own", key(client), PASSWORD, chain);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    return keys;
  }

  /** Whom a client trusts: what the authority has signed. */
  TrustManagerFactory trust() throws Exception {
    KeyStore store = store();
    store.setCertificateEntry("authority", certificate("ca"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    return trust;
  }

  /** TLS of a client that trusts the broker of {@code broker}. */
  SSLContext context(String client, Certificates broker) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(client).getKeyManagers(), broker.trust().getTrustManagers(), null);
    return context;
  }

  /** A connection of that client. */
  Socket connect(String client, int port) throws Exception {
    SSLSocket socket =
        (SSLSocket) context(client, this).getSocketFactory().createSocket("127.0.0.1", port);
    socket.startHandshake();
    return socket;
  }

  private static KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private Certificate certificate(String name) throws Exception {
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".crt"))) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private PrivateKey key(String name) throws Exception {
    String pem = Files.readString(folder.resolve(name + ".key"), US_ASCII);
    byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }
}
