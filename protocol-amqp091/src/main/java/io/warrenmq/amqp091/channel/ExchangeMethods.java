package io.warrenmq.amqp091.channel;

import io.warrenmq.amqp091.message.FieldValues;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeBind;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeBindOk;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDeclare;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDeclareOk;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDelete;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDeleteOk;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeUnbind;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeUnbindOk;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;

/** Class exchange. Confined to the connection's loop. */
final class ExchangeMethods {
  private final ChannelScope scope;

  ExchangeMethods(ChannelScope scope) {
    this.scope = scope;
  }

  void onDeclare(ExchangeDeclare method) {
    String name = Names.strip(method.exchange());
    var future =
        method.passive()
            ? scope.session().checkExchange(name)
            : scope
                .session()
                .declareExchange(
                    new ExchangeDeclaration(
                        name,
                        method.type(),
                        method.durable(),
                        method.autoDelete(),
                        method.internal(),
                        FieldValues.arguments(method.arguments())));
    scope.await(future, done -> scope.reply(method.noWait(), new ExchangeDeclareOk()));
  }

  void onDelete(ExchangeDelete method) {
    scope.await(
        scope.session().deleteExchange(Names.strip(method.exchange()), method.ifUnused()),
        done -> scope.reply(method.noWait(), new ExchangeDeleteOk()));
  }

  void onBind(ExchangeBind method) {
    BindingDeclaration binding =
        new BindingDeclaration(
            Names.strip(method.source()),
            Names.strip(method.destination()),
            true,
            method.routingKey(),
            FieldValues.arguments(method.arguments()));
    scope.await(
        scope.session().bind(binding), done -> scope.reply(method.noWait(), new ExchangeBindOk()));
  }

  void onUnbind(ExchangeUnbind method) {
    BindingDeclaration binding =
        new BindingDeclaration(
            Names.strip(method.source()),
            Names.strip(method.destination()),
            true,
            method.routingKey(),
            FieldValues.arguments(method.arguments()));
    scope.await(
        scope.session().unbind(binding),
        done -> scope.reply(method.noWait(), new ExchangeUnbindOk()));
  }
}
