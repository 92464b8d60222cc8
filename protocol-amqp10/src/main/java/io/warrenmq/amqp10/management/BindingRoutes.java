package io.warrenmq.amqp10.management;

import io.vertx.core.Future;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /bindings} and {@code /bindings/:binding}. */
final class BindingRoutes {
  /** How many bytes an answer may have that lists bindings, about. */
  static final int ANSWER_BYTES_MAX = 4 << 20;

  private static final String SOURCE = "source";
  private static final String TO_QUEUE = "destination_queue";
  private static final String TO_EXCHANGE = "destination_exchange";
  private static final String KEY = "binding_key";
  private static final Map<String, Class<?>> FIELDS =
      Map.of(
          SOURCE, String.class,
          TO_QUEUE, String.class,
          TO_EXCHANGE, String.class,
          KEY, String.class);

  private final VhostAccess access;

  BindingRoutes(VhostAccess access) {
    this.access = access;
  }

  Future<Answer> post(CanonicalMessage.Body body) {
    BodyFields fields = BodyFields.read(body, "binding field", FIELDS);
    String queue = fields.text(TO_QUEUE);
    BindingDeclaration binding =
        new BindingDeclaration(
            RequestTarget.checkName(fields.requiredText(SOURCE)),
            RequestTarget.checkName(queue == null ? fields.requiredText(TO_EXCHANGE) : queue),
            queue == null,
            fields.requiredText(KEY),
            fields.arguments());
    checkNotDefaultExchange(binding.source(), binding.destination(), binding.toExchange());
    return access.bind(binding).map(bound -> Answer.DONE);
  }

  Future<Answer> delete(BindingPath path) {
    checkNotDefaultExchange(path.source(), path.destination(), path.toExchange());
    if (path.argumentsHash().isEmpty()) {
      return unbind(path, Arguments.NONE);
    }
    return access
        .bindings(path.source(), path.destination(), path.toExchange(), path.routingKey())
        .compose(
            bindings ->
                bindings.stream()
                    .map(BindingDeclaration::arguments)
                    .filter(arguments -> ArgumentsHash.of(arguments).equals(path.argumentsHash()))
                    .findFirst()
                    .map(arguments -> unbind(path, arguments))
                    .orElse(Future.succeededFuture(Answer.DONE)));
  }

  private Future<Answer> unbind(BindingPath path, Arguments arguments) {
    return access
        .unbind(
            new BindingDeclaration(
                path.source(), path.destination(), path.toExchange(), path.routingKey(), arguments))
        .map(unbound -> Answer.DONE);
  }

  Future<Answer> get(RequestTarget target) {
    String source = target.requiredParameter("src");
    String key = target.requiredParameter("key");
    String exchange = target.parameter("dste");
    String queue = target.parameter("dstq");
    String destination = exchange == null ? queue : exchange;
    if (destination == null) {
      throw Refused.badRequest("missing 'dste' or 'dstq' in query");
    }
    return access
        .bindings(source, destination, exchange != null, key)
        .map(bindings -> new Answer(Answer.OK, describe(bindings)));
  }

  private static List<@Nullable Object> describe(List<BindingDeclaration> bindings) {
    List<@Nullable Object> list = new ArrayList<>();
    long bytes = 0;
    for (BindingDeclaration binding : bindings) {
      Map<String, @Nullable Object> map = describe(binding);
      bytes += ArgumentMap.bytes(map);
      if (bytes > ANSWER_BYTES_MAX) {
        throw Refused.badRequest(bindings.size() + " bindings are more than fit into one answer");
      }
      list.add(map);
    }
    return list;
  }

  private static Map<String, @Nullable Object> describe(BindingDeclaration binding) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(SOURCE, binding.source());
    map.put(binding.toExchange() ? TO_EXCHANGE : TO_QUEUE, binding.destination());
    map.put(KEY, binding.routingKey());
    map.put("arguments", ArgumentMap.write(binding.arguments()));
    map.put("location", BindingPath.of(binding));
    return map;
  }

  private static void checkNotDefaultExchange(
      String source, String destination, boolean toExchange) {
    Names.checkNotDefaultExchange(source);
    if (toExchange) {
      Names.checkNotDefaultExchange(destination);
    }
  }
}
