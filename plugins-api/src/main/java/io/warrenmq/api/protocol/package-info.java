/** Protocols: what a protocol's author implements, and the transport it is given. */
@NullMarked
package io.warrenmq.api.protocol;

import org.jspecify.annotations.NullMarked;
