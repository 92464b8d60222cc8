package io.warrenmq.amqp10.connection;

import io.warrenmq.amqp10.address.Addresses;
import io.warrenmq.api.plugin.PluginConfig;

/**
 * What the configuration says of AMQP 1.0. Immutable.
 *
 * @param defaultVhost the vhost of a client that names none
 * @param sessionMax most sessions of a connection, 1 to 65535
 * @param linkMax most links of a session, 1 to 65535
 * @param linkCreditMax most credit of a client that sends, 1 or more
 * @param addresses reads addresses
 */
record Amqp10Options(
    String defaultVhost, int sessionMax, int linkMax, int linkCreditMax, Addresses addresses) {
  private static final long HANDLES = 0xFFFF;

  static Amqp10Options of(PluginConfig config) {
    return new Amqp10Options(
        config.text("default_vhost", "/"),
        (int) config.integer("session_max_per_connection", 64),
        (int) Math.min(HANDLES, config.integer("link_max_per_session", 256)),
        (int) config.integer("max_link_credit", 170),
        Addresses.of(config));
  }
}
