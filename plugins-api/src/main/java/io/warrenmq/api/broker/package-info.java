/**
 * What a protocol asks of the broker: authenticate, open a connection to a vhost, declare, publish,
 * consume, settle.
 */
@NullMarked
package io.warrenmq.api.broker;

import org.jspecify.annotations.NullMarked;
