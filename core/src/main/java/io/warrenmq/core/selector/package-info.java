/**
 * Filters on messages: selectors of JMS, and the filter expressions of AMQP 1.0. Text is parsed
 * once into a tree of {@link io.warrenmq.core.selector.Expression}s, which is then asked for one
 * message after the other, by any loop. What clients can make large is bounded before it is built:
 * length, nesting, number of terms, lists. No expression, whatever the message, takes more than a
 * time proportional to its terms and to the texts it looks at.
 */
@NullMarked
package io.warrenmq.core.selector;

import org.jspecify.annotations.NullMarked;
