package io.warrenmq.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.server.tls.Pem.Block;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads a private key from PEM: all forms that OpenSSL writes by default, now or in the past. */
final class PrivateKeys {
  private static final String LABEL = "PRIVATE KEY";
  private static final String EC_PARAMETERS = "EC PARAMETERS";
  private static final String ENCRYPTION = "DEK-Info"; // RFC 1421, as OpenSSL uses it
  private static final String PBES2_OID = "1.2.840.113549.1.5.13";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
  private static final int SALT_BYTES = 8;

  private final CertificateFiles files;
  private final TlsFile file;
  private boolean decrypted; // so that what cannot be read may be another password's doing

  private PrivateKeys(CertificateFiles files) {
    this.files = files;
    this.file = files.keyFile();
  }

  /** The first private key of the file, of which these are the blocks. */
  static PrivateKey read(CertificateFiles files, List<Block> blocks) throws TlsException {
    return new PrivateKeys(files).read(blocks);
  }

  private PrivateKey read(List<Block> blocks) throws TlsException {
    byte[] curve = null;
    for (Block block : blocks) {
      if (block.label().equals(EC_PARAMETERS)) {
        curve = block.bytes();
      } else if (block.label().endsWith(LABEL)) {
        return key(block, curve);
      }
    }
    throw TlsException.of(
        file,
        files.key() == null
            ? "there is no private key in it. Set %s to the file that has it."
                .formatted(file.key().replace("certfile", "keyfile"))
            : "there is no private key in it. It must be PEM, with a block -----BEGIN PRIVATE"
                + " KEY-----, or one of the older kinds.");
  }

  private PrivateKey key(Block block, byte @Nullable [] curve) throws TlsException {
    byte[] bytes =
        block.headers().containsKey(ENCRYPTION) ? decryptedByOpenSsl(block) : block.bytes();
    return switch (block.label()) {
      case "PRIVATE KEY" -> made(bytes);
      case "RSA PRIVATE KEY" -> made(Der.pkcs8OfRsa(bytes));
      case "EC PRIVATE KEY" -> {
        byte[] pkcs8 = Der.pkcs8OfEc(bytes, curve);
        if (pkcs8 == null) {
          throw unreadable();
        }
        yield made(pkcs8);
      }
      case "ENCRYPTED PRIVATE KEY" -> made(decrypted(bytes));
      default ->
          throw TlsException.of(
              file,
              "keys of the kind "
                  + block.label()
                  + " cannot be read. Bring it into another form: openssl pkcs8 -topk8 -nocrypt.");
    };
  }

  private PrivateKey made(byte[] pkcs8) throws TlsException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        continue; // It is a key of another algorithm.
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has these", e);
      }
    }
    throw unreadable();
  }

  /** PKCS#8's encryption, RFC 5958 section 3. */
  private byte[] decrypted(byte[] bytes) throws TlsException {
    char[] password = password().toCharArray();
    EncryptedPrivateKeyInfo info;
    try {
      info = new EncryptedPrivateKeyInfo(bytes);
    } catch (IOException e) {
      throw unreadable();
    }
    try {
      String algorithm = info.getAlgName();
      if (algorithm.equals("PBES2") || algorithm.equals(PBES2_OID)) {
        algorithm = info.getAlgParameters().toString(); // Only there does the JDK name it whole.
      }
      SecretKey key =
          SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password));
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } catch (InvalidKeySpecException | InvalidKeyException e) {
      throw wrongPassword(); // What came out is no key.
    } catch (GeneralSecurityException | NullPointerException e) { // no parameters that it knows
      throw TlsException.of(
          file,
          "this JVM cannot undo its encryption ("
              + info.getAlgName()
              + "). Encrypt it another way: openssl pkcs8 -topk8 -v2 aes-256-cbc.");
    }
  }

  /**
   * OpenSSL's own encryption, of before PKCS#8: the key is what MD5 makes of password and salt, the
   * salt the first bytes of the initial vector.
   */
  private byte[] decryptedByOpenSsl(Block block) throws TlsException {
    byte[] password = password().getBytes(UTF_8);
    String[] parts = block.headers().getOrDefault(ENCRYPTION, "").split(",", 2);
    int keyBytes =
        switch (parts[0]) {
          case "AES-128-CBC" -> 16;
          case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
          case "AES-256-CBC" -> 32;
          default -> 0;
        };
    if (keyBytes == 0 || parts.length < 2) {
      throw TlsException.of(
          file,
          "its encryption ("
              + parts[0]
              + ") is not known. Encrypt it another way: openssl pkcs8 -topk8 -v2 aes-256-cbc.");
    }
    try {
      byte[] vector = HexFormat.of().parseHex(parts[1].strip());
      boolean isAes = parts[0].startsWith("AES");
      Cipher cipher =
          Cipher.getInstance(isAes ? "AES/CBC/PKCS5Padding" : "DESede/CBC/PKCS5Padding");
      byte[] key = derived(password, Arrays.copyOf(vector, SALT_BYTES), keyBytes);
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, isAes ? "AES" : "DESede"),
          new IvParameterSpec(vector));
      decrypted = true;
      return cipher.doFinal(block.bytes());
    } catch (BadPaddingException e) {
      throw wrongPassword();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable();
    }
  }

  private static byte[] derived(byte[] password, byte[] salt, int bytes)
      throws NoSuchAlgorithmException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] key = new byte[bytes];
    byte[] last = {};
    for (int at = 0; at < bytes; at += last.length) {
      md5.update(last);
      md5.update(password);
      last = md5.digest(salt);
      System.arraycopy(last, 0, key, at, Math.min(last.length, bytes - at));
    }
    return key;
  }

  private String password() throws TlsException {
    if (files.password().isEmpty()) {
      throw TlsException.of(
          file, "it is encrypted. Set " + files.passwordKey() + " to its password.");
    }
    return files.password();
  }

  private TlsException wrongPassword() {
    return TlsException.of(file, files.passwordKey() + " is not its password.");
  }

  private TlsException unreadable() {
    if (decrypted) {
      return wrongPassword();
    }
    return TlsException.of(
        file, "its private key cannot be read: it is damaged, or neither RSA nor EC nor EdDSA.");
  }
}
