package io.warrenmq.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The client's side of one authentication by SCRAM-SHA-256, written from RFC 5802 without the
 * broker's code. For one thread at a time.
 */
public final class ScramClient {
  public static final String NAME = "SCRAM-SHA-256";

  private static final String HEADER = "n,,";

  private final String password;
  private final String bare;
  private byte[] expected = {};

  public ScramClient(String user, String password) {
    byte[] nonce = new byte[12];
    new SecureRandom().nextBytes(nonce);
    this.password = password;
    this.bare = "n=" + user + ",r=" + Base64.getEncoder().encodeToString(nonce);
  }

  public byte[] first() {
    return (HEADER + bare).getBytes(UTF_8);
  }

  /** The answer to what the server has said first. */
  public byte[] last(byte[] serverFirst) {
    String challenge = new String(serverFirst, UTF_8);
    String[] parts = challenge.split(",", -1);
    if (!parts[0].startsWith(bare.substring(bare.indexOf("r="))) || parts.length != 3) {
      throw new AssertionError("no answer to this client: " + challenge);
    }
    byte[] salt = Base64.getDecoder().decode(parts[1].substring("s=".length()));
    int iterations = Integer.parseInt(parts[2].substring("i=".length()));
    String without = "c=biws," + parts[0];
    String signed = bare + "," + challenge + "," + without;
    try {
      byte[] salted = stretch(salt, iterations);
      byte[] clientKey = hmac(salted, "Client Key");
      byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
      byte[] signature = hmac(storedKey, signed);
      byte[] proof = new byte[clientKey.length];
      for (int i = 0; i < proof.length; i++) {
        proof[i] = (byte) (clientKey[i] ^ signature[i]);
      }
      expected = hmac(hmac(salted, "Server Key"), signed);
      return (without + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether the server has proved that it knows the password, too. */
  public boolean isServersProof(byte[] serverFinal) {
    String text = "v=" + Base64.getEncoder().encodeToString(expected);
    return expected.length > 0 && text.equals(new String(serverFinal, UTF_8));
  }

  private byte[] stretch(byte[] salt, int iterations) throws GeneralSecurityException {
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
        .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
        .getEncoded();
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
