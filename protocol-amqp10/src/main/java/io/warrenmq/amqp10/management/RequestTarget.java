package io.warrenmq.amqp10.management;

import io.warrenmq.api.message.PercentEncoding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is about: a path, and what is asked beside it. Dots in a path are names as others:
 * a queue may be called so. Immutable.
 *
 * @param segments of the path, still encoded; at least one
 * @param query what follows the question mark, decoded
 */
record RequestTarget(List<String> segments, Map<String, String> query) {
  /** Three names of 255 bytes, each encoded, and what stands between them. */
  static final int CHARS_MAX = 4096;

  /** Fails with {@link Refused} when it is none. */
  static RequestTarget parse(@Nullable String target) {
    if (target == null || !target.startsWith("/")) {
      throw Refused.badRequest("a request's 'to' must be a path that begins with '/'");
    }
    if (target.length() > CHARS_MAX) {
      throw new Refused(Refused.URI_TOO_LONG, "a path of more than " + CHARS_MAX + " characters");
    }
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    return new RequestTarget(
        List.of(path.substring(1).split("/", -1)),
        mark < 0 ? Map.of() : query(target.substring(mark + 1)));
  }

  private static Map<String, String> query(String query) {
    Map<String, String> parameters = new HashMap<>();
    // Not at semicolons, which RabbitMQ's own Java client leaves in keys as they are.
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      parameters.put(parameter(name, query), parameter(value, query));
    }
    return parameters;
  }

  /** As in a form: plus stands for a space; and slashes stand for themselves (RFC 3986 §3.4). */
  private static String parameter(String encoded, String query) {
    String decoded =
        PercentEncoding.decode(encoded.replace("+", "%20").replace("/", "%2F").replace("?", "%3F"));
    if (decoded == null) {
      throw Refused.badRequest("failed to dissect query '" + query + "'");
    }
    return decoded;
  }

  /** A name in the path. Fails with {@link Refused} when it is not encoded rightly. */
  static String name(String segment) {
    return checkName(decoded(segment));
  }

  /** Fails with {@link Refused} when no name can be so. */
  static String checkName(String name) {
    if (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
      throw Refused.badRequest(
          "Bad name '" + name + "': line feed and carriage return characters not allowed");
    }
    return name;
  }

  /** Text in the path. Fails with {@link Refused} when it is not encoded rightly. */
  static String decoded(String encoded) {
    String text = PercentEncoding.decode(encoded);
    if (text == null) {
      throw Refused.badRequest("failed to normalize URI '" + encoded + "'");
    }
    return text;
  }

  /** The value of a parameter. Fails with {@link Refused} when it is absent. */
  String requiredParameter(String name) {
    String value = parameter(name);
    if (value == null) {
      throw Refused.badRequest("missing '" + name + "' in query");
    }
    return value;
  }

  /** The value of a parameter; {@code null} when it is absent. */
  @Nullable String parameter(String name) {
    return query.get(name);
  }
}
