package io.warrenmq.amqp10.link;

import io.vertx.core.AsyncResult;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.management.ManagementNode;
import io.warrenmq.amqp10.message.Amqp10Format;
import io.warrenmq.amqp10.message.PublishedMessage;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Two links of one name to the management node: requests come by one, answers go by the other. The
 * first has credit once both are there, and as long as not too many answers wait. Confined to the
 * connection's loop.
 */
public final class ManagementPair implements MessageTarget {
  /** Credit of the link by which requests come; as RabbitMQ. */
  public static final int CREDIT = 8;

  private static final String PAIRED = "paired";

  private final LinkSession session;
  private final ManagementNode node;
  private @Nullable IncomingLink requests;
  private @Nullable OwnLink answers;
  private int pending; // requests that are not answered

  /** Creates a pair of which no link is there. */
  public ManagementPair(LinkSession session, ManagementNode node) {
    this.session = session;
    this.node = node;
  }

  /**
   * Checks that a link says it is of a pair.
   *
   * @throws AmqpFault when it does not
   */
  public static void check(Attach attach) {
    if (!Boolean.TRUE.equals(attach.properties().get(PAIRED))) {
      throw AmqpFault.link(
          AmqpCondition.INVALID_FIELD,
          "Attach refused: a link to the management node needs the property 'paired' = true");
    }
  }

  /** The link by which requests come. */
  public IncomingLink openRequests(Attach attach) {
    IncomingLink link = new IncomingLink(session, attach, this, CREDIT);
    requests = link;
    balance();
    return link;
  }

  /** The link by which answers go. */
  public OwnLink openAnswers(Attach attach) {
    OwnLink link = new OwnLink(session, attach, this::onAnswersEnded);
    answers = link;
    balance();
    return link;
  }

  /** Whether neither link is there any more. */
  public boolean isOver() {
    return requests == null && answers == null;
  }

  @Override
  public void onMessage(
      IncomingLink link,
      byte[] bytes,
      int deliveryId,
      boolean settled,
      @Nullable DeliveryState state) {
    PublishedMessage published = session.context().published();
    published.read(bytes);
    Message request = published.toMessage(session.context().loop().clock().wallMs(), "", "");
    if (!settled) {
      link.accept(deliveryId);
    }
    pending++;
    balance();
    node.handle(Amqp10Format.INSTANCE.toCanonicalWithValue(request))
        .onComplete(answer -> onAnswer(request, answer));
  }

  private void onAnswer(Message request, AsyncResult<CanonicalMessage> answer) {
    pending--;
    OwnLink way = answers;
    IncomingLink origin = requests;
    if (answer.failed() && origin != null) {
      session.fail(origin, answer.cause());
    } else if (answer.succeeded() && way != null) {
      way.send(Amqp10Format.INSTANCE.fromCanonical(request, answer.result()));
    }
    balance();
  }

  private void balance() {
    IncomingLink origin = requests;
    OwnLink way = answers;
    if (origin == null) {
      return;
    }
    if (way == null || pending + way.waitingCount() >= CREDIT) {
      origin.pause();
    } else {
      origin.resume();
    }
  }

  /** The link by which requests come has ended. */
  @Override
  public void onClose() {
    requests = null;
  }

  private void onAnswersEnded() {
    answers = null;
    balance();
  }
}
