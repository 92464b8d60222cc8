/** What happened in the broker, for whoever listens. */
@NullMarked
package io.warrenmq.api.event;

import org.jspecify.annotations.NullMarked;
