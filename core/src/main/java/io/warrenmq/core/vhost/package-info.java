/**
 * Virtual hosts: the namespace of exchanges and queues, and the commands that change it on the
 * metadata loop.
 */
@NullMarked
package io.warrenmq.core.vhost;

import org.jspecify.annotations.NullMarked;
