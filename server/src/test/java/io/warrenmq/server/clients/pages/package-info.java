/** The examples' pages, and those of the management port, in a browser. */
@NullMarked
package io.warrenmq.server.clients.pages;

import org.jspecify.annotations.NullMarked;
