/** The broker as a whole: what there is, how it does, and the node that it runs on. */
@NullMarked
package io.warrenmq.management.overview;

import org.jspecify.annotations.NullMarked;
