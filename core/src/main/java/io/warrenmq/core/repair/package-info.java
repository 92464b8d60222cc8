/**
 * What is to be done for a store that is damaged: finding out what is wrong, and salvaging what can
 * be read. For a broker that does not run: everything here blocks, and is one thread's.
 */
@NullMarked
package io.warrenmq.core.repair;

import org.jspecify.annotations.NullMarked;
