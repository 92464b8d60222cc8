/** The root object: what a broker consists of, its options, its connections and sessions. */
@NullMarked
package io.warrenmq.core.broker;

import org.jspecify.annotations.NullMarked;
