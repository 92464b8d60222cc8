/** What is kept over restarts: sessions, and what is retained. */
@NullMarked
package io.warrenmq.mqtt.store;

import org.jspecify.annotations.NullMarked;
