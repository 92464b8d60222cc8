/**
 * What the broker says of itself under {@code $SYS/broker}: what is counted on the way, and who is
 * told of it. Nothing of it goes through an exchange or to disk.
 */
@NullMarked
package io.warrenmq.mqtt.sys;

import org.jspecify.annotations.NullMarked;
