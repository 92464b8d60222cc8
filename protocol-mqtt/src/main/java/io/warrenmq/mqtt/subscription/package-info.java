/** What a client has subscribed to, and which of it a message is for. */
@NullMarked
package io.warrenmq.mqtt.subscription;

import org.jspecify.annotations.NullMarked;
