package io.warrenmq.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Tells addresses and host names from other text, without asking the network, and without Netty,
 * whose first use writes to a log that is not set up while the configuration is read.
 */
final class HostName {

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
  private static final Pattern IPV6_SIGNS = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]+");
  // RFC 1123: labels of up to 63 letters, digits and inner hyphens; underscores occur in practice.
  private static final Pattern NAME =
      Pattern.compile("(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(?:\\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*");
  private static final Pattern LOOKS_LIKE_IPV4 = Pattern.compile("[0-9.]+");

  private HostName() {}

  static boolean isAddress(String text) {
    return IPV4.matcher(text).matches() || isIpv6(text);
  }

  static boolean isAddressOrName(String text) {
    if (isAddress(text)) {
      return true;
    }
    return text.length() <= 253
        && NAME.matcher(text).matches()
        && !LOOKS_LIKE_IPV4.matcher(text).matches();
  }

  private static boolean isIpv6(String text) {
    if (text.indexOf(':') < 0 || !IPV6_SIGNS.matcher(text).matches()) {
      return false;
    }
    try {
      // With a colon in it the text is a literal or refused; it is never looked up.
      InetAddress.getByName(text);
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
