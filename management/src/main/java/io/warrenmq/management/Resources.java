package io.warrenmq.management;

import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.LoginResource;
import io.warrenmq.management.api.LoginSessions;
import io.warrenmq.management.api.RequestAuth;
import io.warrenmq.management.api.Router;

/** All that the API has, put together. Stateless. */
final class Resources {
  private Resources() {}

  static Router all(Administration administration, RequestAuth auth, LoginSessions logins) {
    Router router = new Router();
    new LoginResource(auth, logins).addTo(router);
    return router;
  }
}
