package io.warrenmq.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.InvalidKeySpecException;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** A hash function, and what SCRAM makes of it. */
enum ScramHash {
  /** RFC 7677. */
  SHA_256("SHA-256", 32),
  /** As RFC 7677, with the longer hash. */
  SHA_512("SHA-512", 64);

  private final String digest;
  private final String mac;
  private final int bytes;

  ScramHash(String digest, int bytes) {
    this.digest = digest;
    this.mac = "Hmac" + digest.replace("-", "");
    this.bytes = bytes;
  }

  /** The mechanism's name. */
  String mechanism() {
    return "SCRAM-" + digest;
  }

  /** The length of a hash. */
  int bytes() {
    return bytes;
  }

  byte[] digest(byte[] input) {
    try {
      return MessageDigest.getInstance(digest).digest(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + digest, e);
    }
  }

  byte[] hmac(byte[] key, String text) {
    try {
      Mac hashing = Mac.getInstance(mac);
      hashing.init(new SecretKeySpec(key, mac));
      return hashing.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + mac, e);
    }
  }

  /** RFC 5802's Hi: takes milliseconds, so never on an event loop. */
  byte[] stretch(String password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, bytes * Byte.SIZE);
    String stretching = "PBKDF2With" + mac;
    try {
      return SecretKeyFactory.getInstance(stretching).generateSecret(spec).getEncoded();
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + stretching, e);
    } finally {
      spec.clearPassword();
    }
  }
}
