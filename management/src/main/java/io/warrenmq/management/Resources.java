package io.warrenmq.management;

import io.warrenmq.core.broker.LogTail;
import io.warrenmq.core.broker.NodeSetting;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.LoginResource;
import io.warrenmq.management.api.LoginSessions;
import io.warrenmq.management.api.OpenApi;
import io.warrenmq.management.api.RequestAuth;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.bindings.BindingResource;
import io.warrenmq.management.cluster.ClusterResource;
import io.warrenmq.management.connections.ConnectionResource;
import io.warrenmq.management.definitions.DefinitionsResource;
import io.warrenmq.management.exchanges.ExchangeResource;
import io.warrenmq.management.health.HealthResource;
import io.warrenmq.management.health.ListenerHealthResource;
import io.warrenmq.management.messages.PublishResource;
import io.warrenmq.management.messages.QueueMessagesResource;
import io.warrenmq.management.overview.ConfigResource;
import io.warrenmq.management.overview.LogResource;
import io.warrenmq.management.overview.OverviewResource;
import io.warrenmq.management.policies.ParameterResource;
import io.warrenmq.management.policies.PolicyResource;
import io.warrenmq.management.queues.QueueResource;
import io.warrenmq.management.queues.QuorumResource;
import io.warrenmq.management.stats.Statistics;
import io.warrenmq.management.users.AuthResource;
import io.warrenmq.management.users.PermissionResource;
import io.warrenmq.management.users.UserResource;
import io.warrenmq.management.vhosts.VhostLimitResource;
import io.warrenmq.management.vhosts.VhostResource;
import java.util.List;

/** All that the API has, put together. Stateless. */
final class Resources {
  private Resources() {}

  static Router all(
      Administration administration,
      Statistics statistics,
      RequestAuth auth,
      LoginSessions logins,
      LogTail log,
      List<NodeSetting> settings) {
    Router router = new Router();
    new LoginResource(auth, logins).addTo(router);
    new OverviewResource(administration, statistics).addTo(router);
    new LogResource(log).addTo(router);
    new ConfigResource(settings).addTo(router);
    new ConnectionResource(administration, statistics).addTo(router);
    new UserResource(administration).addTo(router);
    new PermissionResource(administration).addTo(router);
    new AuthResource(administration).addTo(router);
    new VhostResource(administration, statistics).addTo(router);
    new VhostLimitResource(administration).addTo(router);
    new HealthResource(administration).addTo(router);
    new ListenerHealthResource(administration).addTo(router);
    new ClusterResource(administration).addTo(router);
    new ExchangeResource(administration, statistics).addTo(router);
    new QueueResource(administration, statistics).addTo(router);
    new QuorumResource(administration).addTo(router);
    new BindingResource(administration).addTo(router);
    new PublishResource(administration).addTo(router);
    new QueueMessagesResource(administration).addTo(router);
    new PolicyResource(administration, false).addTo(router);
    new PolicyResource(administration, true).addTo(router);
    new ParameterResource(administration).addTo(router);
    new DefinitionsResource(administration).addTo(router);
    new OpenApi(router, administration.broker().options().info().version()).addTo(router);
    return router;
  }
}
