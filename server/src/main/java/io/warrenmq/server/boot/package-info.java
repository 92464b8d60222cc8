/**
 * Start and stop of a node: command line, logging, the steps of the start and their undoing. Runs
 * on the starting thread and, for the stop, on the JVM's shutdown thread.
 */
@NullMarked
package io.warrenmq.server.boot;

import org.jspecify.annotations.NullMarked;
