/** Users, what they may do, their limits, and how they log in. Answers on the management thread. */
@NullMarked
package io.warrenmq.management.users;

import org.jspecify.annotations.NullMarked;
