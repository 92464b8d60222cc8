/** What tests of the broker, its plugins and its users' programs share. */
@NullMarked
package io.warrenmq.testkit;

import org.jspecify.annotations.NullMarked;
