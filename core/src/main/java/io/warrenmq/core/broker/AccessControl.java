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
import io.warrenmq.core.auth.AuthAttempts;
import io.warrenmq.core.auth.AuthChain;
import io.warrenmq.core.auth.ExternalMechanism;
import io.warrenmq.core.auth.InternalAuthenticator;
import io.warrenmq.core.auth.InternalAuthorizer;
import io.warrenmq.core.auth.NewPasswords;
import io.warrenmq.core.auth.PasswordVerifier;
import io.warrenmq.core.auth.PermissionTable;
import io.warrenmq.core.auth.PlainMechanism;
import io.warrenmq.core.auth.ScramMechanism;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.auth.UserStore;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.plugin.PluginRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in, and what they may do: the broker's own users and permissions with what plugins
 * add. Plugins' authenticators are asked after our own; a plugin's authorizer takes the place of
 * our own. Immutable, thread-safe.
 */
final class AccessControl {
  private final UserStore users = new UserStore();
  private final AuthAttempts attempts = new AuthAttempts();
  private final PermissionTable permissions = new PermissionTable();
  private final UserCommands commands;
  private final AuthChain chain;
  private final Authorizer authorizer;
  private final NewPasswords passwords;
  private final Map<String, SaslMechanism> known; // by name
  private final List<SaslMechanism> mechanisms;

  AccessControl(
      BrokerOptions options,
      MetadataLoop metadata,
      PluginRegistry plugins,
      Executor hashing,
      RandomGenerator random) {
    commands = new UserCommands(metadata, users, permissions);
    passwords = new NewPasswords(hashing, random, options.newPasswords());
    List<Authenticator> authenticators = new ArrayList<>();
    List<Authenticator> others = plugins.of(Authenticator.class);
    authenticators.add(
        new InternalAuthenticator(
            users,
            new PasswordVerifier(hashing, random, options.newPasswords()),
            others.isEmpty()));
    authenticators.addAll(others);
    chain = new AuthChain(authenticators, options.loopbackUsers());
    authorizer =
        plugins.of(Authorizer.class).stream()
            .findFirst()
            .orElseGet(() -> new InternalAuthorizer(permissions));
    known = known(options, plugins, ScramMechanism.all(users, random));
    mechanisms =
        options.authMechanisms().stream()
            .filter(known::containsKey)
            .map(known::get)
            .map(Objects::requireNonNull)
            .toList();
  }

  private static Map<String, SaslMechanism> known(
      BrokerOptions options, PluginRegistry plugins, List<SaslMechanism> scram) {
    List<SaslMechanism> all = new ArrayList<>();
    all.add(new PlainMechanism());
    all.add(new AmqPlainMechanism());
    all.add(new ExternalMechanism(options.certificateName()));
    all.addAll(scram);
    if (!options.anonymousUser().isEmpty()) {
      all.add(new AnonymousMechanism(options.anonymousUser(), options.anonymousPassword()));
    }
    all.addAll(plugins.of(SaslMechanism.class)); // These take the place of our own.
    Map<String, SaslMechanism> known = new HashMap<>();
    all.forEach(mechanism -> known.put(mechanism.name(), mechanism));
    return known;
  }

  UserStore users() {
    return users;
  }

  PermissionTable permissions() {
    return permissions;
  }

  UserCommands commands() {
    return commands;
  }

  AuthAttempts attempts() {
    return attempts;
  }

  NewPasswords passwords() {
    return passwords;
  }

  Authorizer authorizer() {
    return authorizer;
  }

  List<SaslMechanism> mechanisms(TransportInfo transport) {
    return mechanisms.stream().filter(mechanism -> mechanism.isOffered(transport)).toList();
  }

  @Nullable SaslMechanism mechanism(String name, TransportInfo transport) {
    SaslMechanism mechanism = known.get(name);
    return mechanism != null && mechanism.isOffered(transport) ? mechanism : null;
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
