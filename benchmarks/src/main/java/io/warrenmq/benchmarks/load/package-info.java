/**
 * What the load generators have in common: the command line, connections, publishers and what
 * arrives of their messages, a run and its report. A generator is to cost as little as possible,
 * because on a small machine it competes with the broker for the processors: one event loop, Netty
 * without a pipeline, codecs on byte buffers, one flush for many messages and no garbage for each
 * of them. All but {@link LoadGenerator} is confined to that loop.
 */
@NullMarked
package io.warrenmq.benchmarks.load;

import org.jspecify.annotations.NullMarked;
