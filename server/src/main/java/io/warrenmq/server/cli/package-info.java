/**
 * What an operator runs on a stopped broker: {@code warrenctl store}. Confined to its main thread.
 */
@NullMarked
package io.warrenmq.server.cli;

import org.jspecify.annotations.NullMarked;
