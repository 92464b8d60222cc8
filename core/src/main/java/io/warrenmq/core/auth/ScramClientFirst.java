package io.warrenmq.core.auth;

/**
 * The message that begins SCRAM: who the client is, and its half of the nonce. RFC 5802 §7.
 *
 * @param gs2Header all before {@code bare}: what the client says of channel binding, and who it
 *     wants to act as
 * @param bare what is signed
 * @param user the name
 * @param authorizeAs who it wants to act as; empty for nobody else
 * @param nonce of the client
 */
record ScramClientFirst(
    String gs2Header, String bare, String user, String authorizeAs, String nonce) {
  /**
   * Reads one.
   *
   * @throws ScramFault when it is none, or asks for what there is not
   */
  static ScramClientFirst parse(String message) {
    int flagEnd = message.indexOf(',');
    int headerEnd = flagEnd < 0 ? -1 : message.indexOf(',', flagEnd + 1);
    if (headerEnd < 0) {
      throw ScramFault.malformed("the first message has no header");
    }
    checkBinding(message.substring(0, flagEnd));
    String authorizeAs = message.substring(flagEnd + 1, headerEnd);
    if (!authorizeAs.isEmpty()) {
      authorizeAs = ScramText.name(ScramText.value(authorizeAs, 'a'));
    }
    String bare = message.substring(headerEnd + 1);
    String[] parts = bare.split(",", -1);
    if (parts[0].startsWith("m=")) { // Extensions that the server must know.
      throw ScramFault.refused("extensions-not-supported", "SCRAM: an extension that is not known");
    } else if (parts.length < 2) {
      throw ScramFault.malformed("the first message is cut off");
    }
    String user = ScramText.name(ScramText.value(parts[0], 'n'));
    String nonce = ScramText.nonce(ScramText.value(parts[1], 'r'));
    ScramText.checkExtensions(parts, 2);
    return new ScramClientFirst(
        message.substring(0, headerEnd + 1), bare, user, authorizeAs, nonce);
  }

  private static void checkBinding(String flag) {
    if (flag.startsWith("p=")) {
      throw ScramFault.refused("channel-binding-not-supported", "SCRAM: channel binding " + flag);
    } else if (!flag.equals("n") && !flag.equals("y")) { // y: it believes that we cannot. It is so.
      throw ScramFault.malformed("the first message has no flag for channel binding");
    }
  }
}
