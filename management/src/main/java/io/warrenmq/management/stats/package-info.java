/**
 * Rates and histories: what the broker counts, looked at every few seconds. All of it is the
 * management thread's; with management off nothing here exists, and nothing is paid for it.
 */
@NullMarked
package io.warrenmq.management.stats;

import org.jspecify.annotations.NullMarked;
