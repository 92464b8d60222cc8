package io.warrenmq.core.auth;

/**
 * The message that ends SCRAM for the client: its proof. RFC 5802 §7.
 *
 * @param withoutProof what is signed
 * @param gs2Header the first message's, once more
 * @param nonce of both sides
 * @param proof that it has the password
 */
record ScramClientFinal(String withoutProof, byte[] gs2Header, String nonce, byte[] proof) {
  /**
   * Reads one.
   *
   * @throws ScramFault when it is none
   */
  static ScramClientFinal parse(String message) {
    int proofAt = message.lastIndexOf(",p=");
    if (proofAt < 0) {
      throw ScramFault.malformed("the final message has no proof");
    }
    String withoutProof = message.substring(0, proofAt);
    String[] parts = withoutProof.split(",", -1);
    if (parts.length < 2) {
      throw ScramFault.malformed("the final message is cut off");
    }
    byte[] header = ScramText.bytes(ScramText.value(parts[0], 'c'));
    String nonce = ScramText.value(parts[1], 'r');
    ScramText.checkExtensions(parts, 2);
    byte[] proof = ScramText.bytes(ScramText.value(message.substring(proofAt + 1), 'p'));
    return new ScramClientFinal(withoutProof, header, nonce, proof);
  }
}
