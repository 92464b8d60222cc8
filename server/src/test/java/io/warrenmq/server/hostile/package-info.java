/**
 * What bad input gets: hostile bytes over raw sockets against a broker in this process, while a
 * canary on another connection goes on working. Each test class has a broker of its own.
 */
@NullMarked
package io.warrenmq.server.hostile;

import org.jspecify.annotations.NullMarked;
