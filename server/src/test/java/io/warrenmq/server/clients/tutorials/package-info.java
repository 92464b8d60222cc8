/** The programs of the tutorials in Java, and the test that drives them in every language. */
@NullMarked
package io.warrenmq.server.clients.tutorials;

import org.jspecify.annotations.NullMarked;
