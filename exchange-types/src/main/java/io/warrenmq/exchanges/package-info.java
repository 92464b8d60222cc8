/**
 * The bundled exchange-type plugins: {@code x-consistent-hash}, {@code x-modulus-hash}, {@code
 * x-random}, {@code x-local-random}, {@code x-recent-history}. They use the doors that a stranger's
 * plugin uses.
 */
@NullMarked
package io.warrenmq.exchanges;

import org.jspecify.annotations.NullMarked;
