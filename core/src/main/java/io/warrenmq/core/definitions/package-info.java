/**
 * What a broker begins with, and definitions files in RabbitMQ's form. Confined to the metadata
 * loop.
 */
@NullMarked
package io.warrenmq.core.definitions;

import org.jspecify.annotations.NullMarked;
