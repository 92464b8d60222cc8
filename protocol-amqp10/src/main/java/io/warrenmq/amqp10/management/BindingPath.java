package io.warrenmq.amqp10.management;

import io.warrenmq.api.message.PercentEncoding;
import io.warrenmq.api.resource.BindingDeclaration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The location of a binding: {@code /bindings/src=:source;dstq=:queue;key=:key;args=:hash}, with
 * {@code dste} where it leads to an exchange. Immutable.
 *
 * @param argumentsHash what {@link ArgumentsHash} gives for its arguments
 */
record BindingPath(
    String source,
    String destination,
    boolean toExchange,
    String routingKey,
    String argumentsHash) {
  private static final Pattern SEGMENT =
      Pattern.compile(
          "src=([0-9A-Za-z\\-._~%]+);dst([eq])=([0-9A-Za-z\\-._~%]+);"
              + "key=([0-9A-Za-z\\-._~%]*);args=([0-9A-Za-z\\-_]*)");

  /** Fails with {@link Refused} when the path's last segment is none. */
  static BindingPath parse(String segment) {
    Matcher matcher = SEGMENT.matcher(segment);
    if (!matcher.matches()) {
      throw Refused.badRequest("bad binding path segment '" + segment + "'");
    }
    return new BindingPath(
        RequestTarget.name(matcher.group(1)),
        RequestTarget.name(matcher.group(3)),
        matcher.group(2).equals("e"),
        RequestTarget.decoded(matcher.group(4)),
        matcher.group(5));
  }

  static String of(BindingDeclaration binding) {
    return "/bindings/src="
        + PercentEncoding.encode(binding.source())
        + (binding.toExchange() ? ";dste=" : ";dstq=")
        + PercentEncoding.encode(binding.destination())
        + ";key="
        + PercentEncoding.encode(binding.routingKey())
        + ";args="
        + ArgumentsHash.of(binding.arguments());
  }
}
