/** The HTTP API of bindings, and the keys that RabbitMQ gives them. The management thread's. */
@NullMarked
package io.warrenmq.management.bindings;

import org.jspecify.annotations.NullMarked;
