/** What an operator runs beside the broker: {@code warrenctl}. Confined to its main thread. */
@NullMarked
package io.warrenmq.server.cli;

import org.jspecify.annotations.NullMarked;
