package io.warrenmq.amqp10.peer;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Stands between the protocol and the broker, and takes note of the deliveries that the protocol
 * was given and has not settled. To settle one twice, or one that nobody has, fails the test.
 */
final class Audit {
  private final Set<Delivery> out = Collections.newSetFromMap(new IdentityHashMap<>());
  // Given to who browses: to settle one once does nothing.
  private final Set<Delivery> shown = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Deliveries that were given and not settled. */
  int unsettledCount() {
    return out.size();
  }

  BrokerAccess over(BrokerAccess broker) {
    return proxy(
        BrokerAccess.class,
        broker,
        (method, arguments) -> {
          Object result = method.invoke(broker, arguments);
          return method.getName().equals("open")
              ? ((Future<?>) result).map(opened -> over((BrokerConnection) opened))
              : result;
        });
  }

  private BrokerConnection over(BrokerConnection connection) {
    return proxy(
        BrokerConnection.class,
        connection,
        (method, arguments) -> {
          Object result = method.invoke(connection, arguments);
          return method.getName().equals("openSession") ? over((VhostAccess) result) : result;
        });
  }

  private VhostAccess over(VhostAccess session) {
    return proxy(
        VhostAccess.class,
        session,
        (method, arguments) -> {
          if (method.getName().equals("consume") && arguments[0] instanceof ConsumerSpec spec) {
            Set<Delivery> given = spec.mode() == ConsumerSpec.Mode.BROWSE ? shown : out;
            boolean settles = spec.autoSettle() && given == out;
            DeliverySink sink = (DeliverySink) arguments[1];
            return session.consume(spec, settles ? sink : over(sink, given));
          } else if (method.getName().equals("settle")
              && !out.remove((Delivery) arguments[0])
              && !shown.remove((Delivery) arguments[0])) {
            throw new AssertionError("settled, and not given or settled before: " + arguments[0]);
          }
          return method.invoke(session, arguments);
        });
  }

  private static DeliverySink over(DeliverySink sink, Set<Delivery> given) {
    return proxy(
        DeliverySink.class,
        sink,
        (method, arguments) -> {
          if (method.getName().equals("onDelivery")) {
            given.add((Delivery) arguments[0]);
          }
          return method.invoke(sink, arguments);
        });
  }

  private interface Call {
    Object invoke(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  private static <T> T proxy(Class<T> type, T target, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(target, arguments);
              }
              try {
                return call.invoke(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
