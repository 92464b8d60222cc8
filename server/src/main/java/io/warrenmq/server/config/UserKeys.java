package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.bool;
import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.nonEmpty;
import static io.warrenmq.server.config.ValueType.oneOf;
import static io.warrenmq.server.config.ValueType.regex;
import static io.warrenmq.server.config.ValueType.secret;
import static io.warrenmq.server.config.ValueType.string;

import java.util.List;

/** Who may log in, how, and what a first start creates. */
final class UserKeys {

  private UserKeys() {}

  static List<ConfigKey> all() {
    return List.of(
        ConfigKey.of("default_vhost", nonEmpty(), "Virtual host that a first start creates.")
            .defaultTo("/"),
        ConfigKey.of("default_user", nonEmpty(), "User that a first start creates.")
            .defaultTo("guest"),
        ConfigKey.of("default_pass", secret(), "That user's password.").defaultTo("guest"),
        ConfigKey.of("default_user_tags.administrator", bool(), "Whether it is an administrator.")
            .defaultTo("true")
            .defaultUnlessUnder("default_user_tags"),
        ConfigKey.of(
            "default_user_tags.$tag",
            bool(),
            "Whether it has this tag: management, policymaker, monitoring or one of your own."),
        permission("configure"),
        permission("write"),
        permission("read"),
        ConfigKey.of(
            "default_users.$name.password", secret(), "Password of a further user to create."),
        ConfigKey.of(
            "default_users.$name.vhost_pattern",
            regex(),
            "Virtual hosts in which that user gets permissions when they are created."),
        ConfigKey.of(
            "default_users.$name.configure", regex(), "What it may declare and delete there."),
        ConfigKey.of("default_users.$name.write", regex(), "What it may publish to there."),
        ConfigKey.of("default_users.$name.read", regex(), "What it may consume from there."),
        ConfigKey.of("default_users.$name.tags", string(), "Its tags, parted by commas."),
        ConfigKey.of(
            "loopback_users", oneOf("none"), "none: every user may log in from everywhere."),
        ConfigKey.of(
                "loopback_users.guest", bool(), "Whether guest may log in from this machine only.")
            .defaultTo("true"),
        ConfigKey.of("loopback_users.none", bool(), "true: the same as loopback_users = none."),
        ConfigKey.of(
            "loopback_users.$user", bool(), "Whether that user may log in from here only."),
        ConfigKey.of(
                "anonymous_login_user",
                nonEmpty(),
                "User that an anonymous login becomes; none: such logins are refused.")
            .defaultTo("guest"),
        ConfigKey.of("anonymous_login_pass", secret(), "Password of that user.").defaultTo("guest"),
        ConfigKey.of(
                "password_hashing_module",
                oneOf(
                    "warren_password_hashing_argon2id",
                    "rabbit_password_hashing_sha256",
                    "rabbit_password_hashing_sha512"),
                "How passwords that are set from now on are kept.")
            .defaultTo("warren_password_hashing_argon2id"),
        mechanism("1", "PLAIN"),
        mechanism("2", "AMQPLAIN"),
        mechanism("3", "ANONYMOUS"),
        ConfigKey.of(
            "auth_mechanisms.$name", nonEmpty(), "A SASL mechanism to offer, in this order."),
        ConfigKey.of(
                "auth_backends.1",
                nonEmpty(),
                "First authority asked; internal: WarrenMQ's own users.")
            .defaultTo("internal")
            .defaultUnlessUnder("auth_backends")
            .planned(),
        ConfigKey.of("auth_backends.$num", nonEmpty(), "A further authority, in this order.")
            .planned(),
        ConfigKey.of("auth_backends.$num.authn", nonEmpty(), "Asked for passwords only.").planned(),
        ConfigKey.of("auth_backends.$num.authz", nonEmpty(), "Asked for permissions only.")
            .planned(),
        ConfigKey.of(
                "ssl_cert_login_from",
                oneOf(
                    "distinguished_name",
                    "common_name",
                    "subject_alternative_name",
                    "subject_alt_name"),
                "Where in a client's certificate its user name is.")
            .defaultTo("distinguished_name"),
        alternativeNameType(""),
        alternativeNameIndex(""),
        ConfigKey.of(
            "load_definitions",
            nonEmpty(),
            "JSON file, or directory of them, of definitions to import at each start."));
  }

  /** {@code prefix} is empty or ends with a dot. */
  static ConfigKey alternativeNameType(String prefix) {
    return ConfigKey.of(
            prefix + "ssl_cert_login_san_type",
            oneOf("dns", "ip", "email", "uri", "other_name"),
            "Kind of subject alternative name that holds it, where that is asked for.")
        .defaultTo("dns");
  }

  static ConfigKey alternativeNameIndex(String prefix) {
    return ConfigKey.of(
            prefix + "ssl_cert_login_san_index", integer(0, 255), "Which one of that kind, from 0.")
        .defaultTo("0");
  }

  private static ConfigKey permission(String what) {
    return ConfigKey.of(
            "default_permissions." + what,
            regex(),
            "What the default user may " + what + "; empty: nothing.")
        .defaultTo(".*");
  }

  private static ConfigKey mechanism(String index, String name) {
    return ConfigKey.of("auth_mechanisms." + index, nonEmpty(), "SASL mechanism " + index + ".")
        .defaultTo(name)
        .defaultUnlessUnder("auth_mechanisms");
  }
}
