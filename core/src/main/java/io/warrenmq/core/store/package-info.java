/**
 * What is on disk. Files are reached through {@link io.warrenmq.core.store.Disk} alone, so that
 * tests can put a failing disk in its place. Owner threads: the log's writer and the readers, never
 * an event loop.
 */
@NullMarked
package io.warrenmq.core.store;

import org.jspecify.annotations.NullMarked;
