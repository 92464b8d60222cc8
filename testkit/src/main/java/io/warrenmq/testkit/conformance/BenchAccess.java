package io.warrenmq.testkit.conformance;

import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.broker.ConnectionRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** A broker's front door that remembers by what it may speak to the connections behind it. */
final class BenchAccess {
  private final BrokerAccess door;
  private final BrokerAccess access;
  private final List<ConnectionHandle> handles = new ArrayList<>();

  BenchAccess(BrokerAccess door) {
    this.door = door;
    this.access =
        (BrokerAccess)
            Proxy.newProxyInstance(
                BrokerAccess.class.getClassLoader(),
                new Class<?>[] {BrokerAccess.class},
                (proxy, method, arguments) -> call(method, arguments));
  }

  /** The door as protocols get it. */
  BrokerAccess access() {
    return access;
  }

  /** The protocol's side of all connections that were asked for, the last one last. */
  List<ConnectionHandle> handles() {
    return handles;
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    if (arguments != null && arguments[0] instanceof ConnectionRequest request) {
      handles.add(request.handle());
    }
    try {
      return method.invoke(door, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
