package io.warrenmq.core.broker;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Authenticator;
import io.warrenmq.api.auth.Authorizer;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.auth.AmqPlainMechanism;
import io.warrenmq.core.auth.AnonymousMechanism;
import io.warrenmq.core.auth.AuthChain;
import io.warrenmq.core.auth.ExternalMechanism;
import io.warrenmq.core.auth.InternalAuthenticator;
import io.warrenmq.core.auth.InternalAuthorizer;
import io.warrenmq.core.auth.PasswordVerifier;
import io.warrenmq.core.auth.PermissionTable;
import io.warrenmq.core.auth.PlainMechanism;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.auth.UserStore;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.plugin.PluginRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Who may come in, and what they may do: the broker's own users and permissions with what plugins
 * add. Plugins' authenticators are asked after our own; a plugin's authorizer takes the place of
 * our own. Immutable, thread-safe.
 */
final class AccessControl {
  private final UserStore users = new UserStore();
  private final UserCommands commands;
  private final AuthChain chain;
  private final Authorizer authorizer;
  private final List<SaslMechanism> mechanisms;

  AccessControl(
      BrokerOptions options,
      MetadataLoop metadata,
      PluginRegistry plugins,
      Executor hashing,
      RandomGenerator random) {
    PermissionTable permissions = new PermissionTable();
    commands = new UserCommands(metadata, users, permissions);
    List<Authenticator> authenticators = new ArrayList<>();
    authenticators.add(new InternalAuthenticator(users, new PasswordVerifier(hashing, random)));
    authenticators.addAll(plugins.of(Authenticator.class));
    chain = new AuthChain(authenticators, options.loopbackUsers());
    authorizer =
        plugins.of(Authorizer.class).stream()
            .findFirst()
            .orElseGet(() -> new InternalAuthorizer(permissions));
    mechanisms = mechanisms(options, plugins);
  }

  private static List<SaslMechanism> mechanisms(BrokerOptions options, PluginRegistry plugins) {
    Map<String, SaslMechanism> known = new LinkedHashMap<>();
    List<SaslMechanism> own =
        List.of(
            new PlainMechanism(),
            new AmqPlainMechanism(),
            new AnonymousMechanism(options.anonymousUser(), options.anonymousPassword()),
            new ExternalMechanism(options.certificateName()));
    own.forEach(mechanism -> known.put(mechanism.name(), mechanism));
    plugins.of(SaslMechanism.class).forEach(mechanism -> known.put(mechanism.name(), mechanism));
    List<SaslMechanism> offered = new ArrayList<>();
    for (String name : options.authMechanisms()) {
      SaslMechanism mechanism = known.get(name);
      boolean isWanted = !name.equals("ANONYMOUS") || !options.anonymousUser().isEmpty();
      if (mechanism != null && isWanted) {
        offered.add(mechanism);
      }
    }
    return List.copyOf(offered);
  }

  UserStore users() {
    return users;
  }

  UserCommands commands() {
    return commands;
  }

  Authorizer authorizer() {
    return authorizer;
  }

  List<SaslMechanism> mechanisms(TransportInfo transport) {
    return mechanisms.stream().filter(mechanism -> mechanism.isOffered(transport)).toList();
  }

  Future<Principal> authenticate(Loop loop, Credentials credentials, TransportInfo transport) {
    return chain.authenticate(loop, credentials, transport);
  }

  Future<Principal> renew(Loop loop, Principal principal, String secret, TransportInfo transport) {
    return chain
        .authenticate(loop, new Credentials.Password(principal.name(), secret), transport)
        .recover(
            refused ->
                users.find(principal.name()) == null
                    ? Future.failedFuture(refused)
                    : Future.succeededFuture(principal));
  }
}
