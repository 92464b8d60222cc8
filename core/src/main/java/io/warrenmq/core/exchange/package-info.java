/**
 * Exchanges: their routing tables, read by any loop without locks, written by the metadata loop.
 */
@NullMarked
package io.warrenmq.core.exchange;

import org.jspecify.annotations.NullMarked;
