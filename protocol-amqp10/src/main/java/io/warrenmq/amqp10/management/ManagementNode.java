package io.warrenmq.amqp10.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The management node as one pair of links sees it. Requests are carried out one after the other,
 * so that each finds what those before it have done, and answered in that order. Confined to the
 * connection's loop.
 */
public final class ManagementNode {
  private static final String REPLY_TO = "$me";
  private static final Map<String, @Nullable Object> RESPONSE = Map.of("http:response", "1.1");

  private final QueueRoutes queues;
  private final ExchangeRoutes exchanges;
  private final BindingRoutes bindings;
  private final Function<String, Future<Void>> renewal;
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private boolean busy; // with a request that has left the ones that wait
  private @Nullable Throwable failure; // that ends the session

  private record Pending(CanonicalMessage request, Promise<CanonicalMessage> answer) {}

  /**
   * Creates a node.
   *
   * @param access carries out what is asked for
   * @param vhost the vhost's name
   * @param node this node's name, on which all queues are
   * @param renewal renews the connection's credentials with a new secret; fails with ACCESS_REFUSED
   */
  public ManagementNode(
      VhostAccess access, String vhost, String node, Function<String, Future<Void>> renewal) {
    Names names = new Names(vhost);
    this.queues = new QueueRoutes(access, names, node);
    this.exchanges = new ExchangeRoutes(access, names);
    this.bindings = new BindingRoutes(access);
    this.renewal = renewal;
  }

  /**
   * Carries out a request, after those before it; how many wait is the link's credit's affair. What
   * is wrong with it is told in the answer; when the user may not do that, the future fails with an
   * {@link AmqpFault}, and those of the requests that have not been carried out fail likewise: the
   * session ends.
   */
  public Future<CanonicalMessage> handle(CanonicalMessage request) {
    Pending pending = new Pending(request, Promise.promise());
    waiting.add(pending);
    carryOn();
    return pending.answer().future();
  }

  private void carryOn() {
    Pending next = busy ? null : waiting.poll();
    if (next == null) {
      return;
    }
    busy = true;
    Future<CanonicalMessage> answer =
        failure == null ? answer(next.request()) : Future.failedFuture(failure);
    answer.onComplete(
        result -> {
          failure = result.cause();
          next.answer().handle(result);
          busy = false; // Not before who asked has the answer, and can send it.
          carryOn();
        });
  }

  private Future<CanonicalMessage> answer(CanonicalMessage request) {
    return attempt(request)
        .recover(ManagementNode::refusal)
        .map(answer -> message(request.properties().messageId(), answer));
  }

  private Future<Answer> attempt(CanonicalMessage request) {
    try {
      return route(request);
    } catch (Refused | BrokerException e) {
      return Future.failedFuture(e);
    }
  }

  private static Future<Answer> refusal(Throwable failure) {
    if (failure instanceof Refused refused) {
      return Future.succeededFuture(refused.answer());
    } else if (failure instanceof BrokerException refusal) {
      return refusal.kind() == ErrorKind.ACCESS_REFUSED
          ? Future.failedFuture(
              AmqpFault.session(AmqpCondition.UNAUTHORIZED_ACCESS, refusal.text()))
          : Future.succeededFuture(Refused.of(refusal).answer());
    }
    return Future.failedFuture(failure);
  }

  private static CanonicalMessage message(@Nullable Object messageId, Answer answer) {
    return new CanonicalMessage(
        false,
        -1,
        -1,
        Map.of(),
        new CanonicalMessage.Properties(
            null,
            null,
            null,
            Integer.toString(answer.status()),
            null,
            messageId,
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        RESPONSE,
        new CanonicalMessage.Value(answer.body(), null));
  }

  // ---- what is asked for ----

  private Future<Answer> route(CanonicalMessage request) {
    if (!REPLY_TO.equals(request.properties().replyTo())) {
      throw Refused.badRequest("a request's 'reply-to' must be '" + REPLY_TO + "'");
    }
    RequestTarget target = RequestTarget.parse(request.properties().to());
    List<String> path = target.segments();
    String verb = request.properties().subject();
    if (verb == null) {
      throw Refused.badRequest("a request's 'subject' must be its method");
    }
    return switch (path.get(0) + "/" + path.size()) {
      case "queues/2" -> queue(verb, RequestTarget.name(path.get(1)), request.body());
      case "queues/3" -> messages(verb, path);
      case "exchanges/2" -> exchange(verb, RequestTarget.name(path.get(1)), request.body());
      case "bindings/1" -> bindings(verb, target, request.body());
      case "bindings/2" -> binding(verb, path.get(1));
      case "auth/2" -> token(verb, path.get(1), request.body());
      default -> throw noSuchPath();
    };
  }

  private Future<Answer> queue(String verb, String queue, CanonicalMessage.Body body) {
    return switch (verb) {
      case "GET" -> queues.get(queue);
      case "PUT" -> queues.put(queue, body);
      case "DELETE" -> queues.delete(queue);
      default -> throw notAllowed(verb);
    };
  }

  private Future<Answer> messages(String verb, List<String> path) {
    if (!path.get(2).equals("messages")) {
      throw noSuchPath();
    }
    if (!verb.equals("DELETE")) {
      throw notAllowed(verb);
    }
    return queues.purge(RequestTarget.name(path.get(1)));
  }

  private Future<Answer> exchange(String verb, String exchange, CanonicalMessage.Body body) {
    return switch (verb) {
      case "PUT" -> exchanges.put(exchange, body);
      case "DELETE" -> exchanges.delete(exchange);
      default -> throw notAllowed(verb);
    };
  }

  private Future<Answer> bindings(String verb, RequestTarget target, CanonicalMessage.Body body) {
    return switch (verb) {
      case "GET" -> bindings.get(target);
      case "POST" -> bindings.post(body);
      default -> throw notAllowed(verb);
    };
  }

  private Future<Answer> binding(String verb, String segment) {
    if (!verb.equals("DELETE")) {
      throw notAllowed(verb);
    }
    return bindings.delete(BindingPath.parse(segment));
  }

  private Future<Answer> token(String verb, String name, CanonicalMessage.Body body) {
    if (!name.equals("tokens")) {
      throw noSuchPath();
    }
    if (!verb.equals("PUT")) {
      throw notAllowed(verb);
    }
    if (!(body instanceof CanonicalMessage.Value section
        && section.value() instanceof Binary token)) {
      throw Refused.badRequest("the body must be an amqp-value section that holds a binary token");
    }
    return renewal
        .apply(new String(token.bytes(), UTF_8))
        .map(renewed -> Answer.DONE)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof BrokerException
                        ? AmqpFault.connection(
                            AmqpCondition.UNAUTHORIZED_ACCESS, "credential update failed")
                        : failure));
  }

  private static Refused noSuchPath() {
    return new Refused(Refused.NOT_FOUND, "there is no such path");
  }

  private static Refused notAllowed(String verb) {
    return new Refused(Refused.METHOD_NOT_ALLOWED, "method " + verb + " is not allowed here");
  }
}
