/** HTTP API, web UI and Prometheus endpoint. Empty for now: nothing is served yet. */
@NullMarked
package io.warrenmq.management;

import org.jspecify.annotations.NullMarked;
