/**
 * The HTTP API's ground: who may ask what, how requests find who answers them, how lists are
 * filtered, sorted and cut into pages, and what errors look like. As in RabbitMQ's management
 * plugin.
 */
@NullMarked
package io.warrenmq.management.api;

import org.jspecify.annotations.NullMarked;
