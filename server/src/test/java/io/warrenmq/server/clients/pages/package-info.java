/** The pages of the folder {@code examples}, in a browser. */
@NullMarked
package io.warrenmq.server.clients.pages;

import org.jspecify.annotations.NullMarked;
