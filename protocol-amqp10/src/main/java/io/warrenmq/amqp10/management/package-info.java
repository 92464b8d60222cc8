/**
 * The management node {@code /management}: declares, binds, lists and deletes for clients that have
 * no other way to, by requests and answers in the manner of HTTP over a pair of links. Each request
 * is translated into calls on {@link io.warrenmq.api.broker.VhostAccess}, and their outcome into
 * the answer; of links and frames nothing is known here. Confined to the connection's loop.
 */
@NullMarked
package io.warrenmq.amqp10.management;

import org.jspecify.annotations.NullMarked;
