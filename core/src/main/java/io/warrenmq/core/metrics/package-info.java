/**
 * What happened, counted: plain fields of the loop that does it, which others look at. Nothing here
 * is sampled, averaged or named as on any wire; that is for those who show it.
 */
@NullMarked
package io.warrenmq.core.metrics;

import org.jspecify.annotations.NullMarked;
