package io.warrenmq.core.session;

import io.warrenmq.api.auth.Authorizer;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.event.EventDispatcher;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.metrics.LoopMetrics;
import io.warrenmq.core.queue.QueueServices;
import io.warrenmq.core.routing.InternalPublisher;
import io.warrenmq.core.routing.Router;
import io.warrenmq.core.vhost.AccessCheck;

/**
 * What the sessions of one loop share. Immutable.
 *
 * @param loop the loop
 * @param mailboxes the ways to other loops
 * @param router the loop's router
 * @param queues what queues of this loop are made with; for reply addresses
 * @param authorizer says who may do what
 * @param access asks it, and refuses in words
 * @param events told of consumers that come and go
 * @param metrics the loop's
 * @param publisher publishes what the broker has to say
 */
public record LoopServices(
    Loop loop,
    Mailboxes mailboxes,
    Router router,
    QueueServices queues,
    Authorizer authorizer,
    AccessCheck access,
    EventDispatcher events,
    LoopMetrics metrics,
    InternalPublisher publisher) {}
