/**
 * Policies: what they may say, what they apply to, and what is in force when arguments, a policy
 * and an operator policy say different things. Immutable values; the commands that change them are
 * the vhost's.
 */
@NullMarked
package io.warrenmq.core.policy;

import org.jspecify.annotations.NullMarked;
