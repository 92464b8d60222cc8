/** What is known of the transport under a connection. Immutable. */
@NullMarked
package io.warrenmq.api.transport;

import org.jspecify.annotations.NullMarked;
