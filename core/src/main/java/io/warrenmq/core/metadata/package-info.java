/**
 * What survives a restart besides messages: the records of the control plane, where they are kept,
 * and RabbitMQ's definitions files. Confined to the metadata loop.
 */
@NullMarked
package io.warrenmq.core.metadata;

import org.jspecify.annotations.NullMarked;
