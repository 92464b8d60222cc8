/**
 * The management port: plain HTTP beside the WebSockets of all protocols. For now it shows pages
 * alone.
 */
@NullMarked
package io.warrenmq.management;

import org.jspecify.annotations.NullMarked;
