/** What a broker finds again after a stop, and what stops its start. */
@NullMarked
package io.warrenmq.server.restart;

import org.jspecify.annotations.NullMarked;
