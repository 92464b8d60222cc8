package io.warrenmq.amqp091.channel;

import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.message.FieldValues;
import io.warrenmq.amqp091.method.QueueMethod.QueueBind;
import io.warrenmq.amqp091.method.QueueMethod.QueueBindOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclareOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueDelete;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeleteOk;
import io.warrenmq.amqp091.method.QueueMethod.QueuePurge;
import io.warrenmq.amqp091.method.QueueMethod.QueuePurgeOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueUnbind;
import io.warrenmq.amqp091.method.QueueMethod.QueueUnbindOk;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;

/**
 * Class queue, and the channel's memory of the queue it has declared last. Confined to the
 * connection's loop.
 */
final class QueueMethods {
  private final ChannelScope scope;
  private String lastDeclared = ""; // what an empty queue name stands for

  QueueMethods(ChannelScope scope) {
    this.scope = scope;
  }

  /**
   * The queue that is meant: an empty name stands for the queue that was declared last.
   *
   * @throws AmqpFault when there is none
   */
  String resolve(String name) {
    if (!name.isEmpty()) {
      return name;
    }
    if (lastDeclared.isEmpty()) {
      throw new AmqpFault(ReplyCode.NOT_FOUND, "no previously declared queue");
    }
    return lastDeclared;
  }

  void onDeclare(QueueDeclare method) {
    String name = Names.strip(method.queue());
    if (name.equals(ReplyConsumer.ADDRESS)) {
      // It exists for everybody, with the one consumer that it is made for, however it is declared.
      onDeclared(method, name, 0, 1);
      return;
    }
    boolean passive = method.passive() || name.startsWith(ReplyConsumer.ADDRESS);
    var future =
        passive
            ? scope.session().checkQueue(name)
            : scope
                .session()
                .declareQueue(
                    new QueueDeclaration(
                        name,
                        // An exclusive queue goes with its connection: whether it is durable has no
                        // meaning.
                        method.durable() && !method.exclusive(),
                        method.exclusive(),
                        method.autoDelete(),
                        FieldValues.arguments(method.arguments())));
    scope.await(
        future,
        status -> onDeclared(method, status.name(), status.readyCount(), status.consumerCount()));
  }

  private void onDeclared(QueueDeclare method, String name, long readyCount, int consumerCount) {
    lastDeclared = name;
    scope.reply(method.noWait(), new QueueDeclareOk(name, readyCount, consumerCount));
  }

  void onBind(QueueBind method) {
    BindingDeclaration binding =
        new BindingDeclaration(
            Names.strip(method.exchange()),
            Names.strip(resolve(method.queue())),
            false,
            resolveKey(method.queue(), method.routingKey()),
            FieldValues.arguments(method.arguments()));
    scope.await(
        scope.session().bind(binding), done -> scope.reply(method.noWait(), new QueueBindOk()));
  }

  void onUnbind(QueueUnbind method) {
    BindingDeclaration binding =
        new BindingDeclaration(
            Names.strip(method.exchange()),
            Names.strip(resolve(method.queue())),
            false,
            resolveKey(method.queue(), method.routingKey()),
            FieldValues.arguments(method.arguments()));
    scope.await(scope.session().unbind(binding), done -> scope.send(new QueueUnbindOk()));
  }

  /**
   * With neither queue nor key, the key is the queue that was declared last (AMQP 0-9-1
   * queue.bind).
   */
  private String resolveKey(String queue, String routingKey) {
    return queue.isEmpty() && routingKey.isEmpty() ? lastDeclared : routingKey;
  }

  void onPurge(QueuePurge method) {
    scope.await(
        scope.session().purgeQueue(resolve(method.queue())),
        count -> scope.reply(method.noWait(), new QueuePurgeOk(count)));
  }

  void onDelete(QueueDelete method) {
    scope.await(
        scope
            .session()
            .deleteQueue(Names.strip(resolve(method.queue())), method.ifUnused(), method.ifEmpty()),
        count -> scope.reply(method.noWait(), new QueueDeleteOk(count)));
  }
}
