/**
 * Messages from clients of each protocol to those of each other, over each transport. What is sent
 * and what arrives stands in {@link io.warrenmq.server.clients.matrix.Expected} once, for the tests
 * and for {@code docs/interoperability.md}.
 */
@NullMarked
package io.warrenmq.server.clients.matrix;

import org.jspecify.annotations.NullMarked;
