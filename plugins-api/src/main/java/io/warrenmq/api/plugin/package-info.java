/** What all plugins share: name, life cycle, context. */
@NullMarked
package io.warrenmq.api.plugin;

import org.jspecify.annotations.NullMarked;
