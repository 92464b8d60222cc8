/**
 * Users, permissions and how somebody proves who he is. Read on any loop, written on the metadata
 * loop.
 */
@NullMarked
package io.warrenmq.core.auth;

import org.jspecify.annotations.NullMarked;
