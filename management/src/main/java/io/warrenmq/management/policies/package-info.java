/** Policies, operator policies and parameters, and what is in force because of them. */
@NullMarked
package io.warrenmq.management.policies;

import org.jspecify.annotations.NullMarked;
