package io.warrenmq.server.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Authorities, certificates and keys in a folder, made by OpenSSL as operators make them. */
public final class Pki {
  /** A client without a certificate. */
  public static final String NOBODY = "";

  private static final char[] PASSWORD = "password".toCharArray();

  private final Path folder;

  public Pki(Path folder) {
    this.folder = folder;
  }

  /** Where a file is, or will be. */
  public String file(String name) {
    return folder.resolve(name).toString();
  }

  /** Runs OpenSSL in the folder; its arguments have no blanks in them. */
  public Pki openssl(String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Path output = Files.createTempFile(folder, "openssl", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(arguments + ": " + Files.readString(output));
    }
    return this;
  }

  /** A self-signed certificate, which may be an authority: {@code NAME.crt}, {@code NAME.key}. */
  public Pki selfSigned(String name) throws Exception {
    return openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=%s -keyout %s.key -out %s.crt"
            .formatted(name, name, name));
  }

  /** A self-signed certificate for a key that is there. */
  public Pki certify(String name, String key) throws Exception {
    return openssl(
        "req -x509 -key %s -days 30 -subj /CN=%s -out %s.crt".formatted(key, name, name));
  }

  /**
   * A certificate signed by another, {@code CN=NAME}.
   *
   * @param extensions lines of OpenSSL's, for example {@code subjectAltName=DNS:localhost}
   */
  public Pki signed(String name, String authority, String... extensions) throws Exception {
    Files.writeString(folder.resolve(name + ".ext"), String.join("\n", extensions) + "\n");
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=%s -keyout %s.key -out %s.csr"
            .formatted(name, name, name));
    return openssl(
        "x509 -req -in %s.csr -CA %s.crt -CAkey %s.key -CAcreateserial -days 30 -extfile %s.ext -out %s.crt"
            .formatted(name, authority, authority, name, name));
  }

  /** One PEM file of several. */
  public Pki join(String to, String... names) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      all.append(Files.readString(folder.resolve(name)));
    }
    return write(to, all.toString());
  }

  public Pki write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  /** What a configuration says of a certificate and its key. */
  CertificateFiles files(String certificate, String key, String password) {
    return new CertificateFiles(
        new TlsFile("ssl_options.certfile", file(certificate)),
        key.isEmpty() ? null : new TlsFile("ssl_options.keyfile", file(key)),
        "ssl_options.password",
        password);
  }

  public CertificateFiles files(String name) {
    return files(name + ".crt", name + ".key", "");
  }

  public TlsFile authorities(String name) {
    return new TlsFile("ssl_options.cacertfile", file(name));
  }

  /** A certificate of the folder. */
  public X509Certificate certificate(String name) throws Exception {
    TlsFile file = authorities(name + ".crt");
    return Identity.certificates(file, file.read(), "").get(0);
  }

  /**
   * TLS of a client.
   *
   * @param client its certificate, or the chain of it; {@link #NOBODY} for none
   * @param trusted names of the certificates that it trusts
   */
  public SSLContext client(String client, String... trusted) throws Exception {
    KeyStore own = store();
    if (!client.equals(NOBODY)) {
      CertificateFiles files = files(client);
      TlsOptions options = TlsOptions.of(files);
      Identity identity = Identity.read(files, FileContents.read(options));
      own.setKeyEntry(
          "own", identity.key(), PASSWORD, identity.chain().toArray(new X509Certificate[0]));
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust(trusted).getTrustManagers(), null);
    return context;
  }

  /** What a client trusts by. */
  public TrustManagerFactory trust(String... trusted) throws Exception {
    KeyStore others = store();
    for (String name : trusted) {
      others.setCertificateEntry(name, certificate(name));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(others);
    return trust;
  }

  /** A file that Java's clients trust by, of the password {@code password}: its path. */
  public String trustStore(String... trusted) throws Exception {
    KeyStore store = store();
    for (String name : trusted) {
      store.setCertificateEntry(name, certificate(name));
    }
    Path file = folder.resolve(String.join("-", trusted) + ".trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    return file.toString();
  }

  /** A connection of a client, after its handshake. */
  public SSLSocket connect(int port, String client, String... trusted) throws Exception {
    SSLSocket socket =
        (SSLSocket) client(client, trusted).getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(10_000);
    socket.startHandshake();
    return socket;
  }

  private static KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
