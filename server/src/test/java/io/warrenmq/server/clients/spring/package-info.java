/** What Spring AMQP meets. */
@NullMarked
package io.warrenmq.server.clients.spring;

import org.jspecify.annotations.NullMarked;
