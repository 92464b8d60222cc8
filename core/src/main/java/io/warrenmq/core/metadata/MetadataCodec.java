package io.warrenmq.core.metadata;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.metadata.MetadataRecord.BindingPut;
import io.warrenmq.core.metadata.MetadataRecord.ExchangePut;
import io.warrenmq.core.metadata.MetadataRecord.GlobalParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.PolicyPut;
import io.warrenmq.core.metadata.MetadataRecord.QueuePut;
import io.warrenmq.core.metadata.MetadataRecord.Removed;
import io.warrenmq.core.metadata.MetadataRecord.SecretPut;
import io.warrenmq.core.metadata.MetadataRecord.TopicPermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.metadata.MetadataRecord.VhostPut;
import io.warrenmq.core.store.StoredInput;
import io.warrenmq.core.store.StoredOutput;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The stored form of records: a byte for the kind, then the fields in the order in which they are
 * read here; of a removal the fields of the key. Part of the format on disk: what is read must stay
 * readable. Stateless.
 */
final class MetadataCodec {
  private static final int VHOST = 1;
  private static final int USER = 2;
  private static final int PERMISSION = 3;
  private static final int TOPIC_PERMISSION = 4;
  private static final int EXCHANGE = 5;
  private static final int QUEUE = 6;
  private static final int BINDING = 7;
  private static final int SCRAM_USER = 8; // a user, with one text more
  private static final int SECRET = 9;
  private static final int POLICY = 10;
  private static final int PARAMETER = 11;
  private static final int GLOBAL_PARAMETER = 12;
  private static final int PROTECTED_VHOST = 13; // a vhost that is not to be deleted
  private static final int REMOVED = 0x40; // with one of the others

  private static final int DURABLE = 1;
  private static final int AUTO_DELETE = 2;
  private static final int INTERNAL = 4; // exchanges
  private static final int EXCLUSIVE = 4; // queues
  private static final int PAUSED = 8; // queues; brokers that know no pause read over it

  private MetadataCodec() {}

  /** Writes a record. */
  static void write(MetadataRecord record, StoredOutput out) {
    if (record instanceof Removed removed) {
      writeRemoved(removed.key(), out);
    } else if (record instanceof QueuePut queue) {
      out.putByte(QUEUE);
      writeQueue(queue, out);
    } else if (record instanceof BindingPut binding) {
      out.putByte(BINDING);
      writeBinding(binding, out);
    } else if (record instanceof ExchangePut exchange) {
      out.putByte(EXCHANGE);
      writeExchange(exchange, out);
    } else if (record instanceof VhostPut vhost) {
      out.putByte(vhost.settings().isProtected() ? PROTECTED_VHOST : VHOST);
      writeVhost(vhost, out);
    } else if (record instanceof UserPut user) {
      out.putByte(user.scram().isEmpty() ? USER : SCRAM_USER);
      writeUser(user, out);
    } else if (record instanceof SecretPut secret) {
      out.putByte(SECRET);
      out.putText(secret.name());
      out.putNumber(secret.value().bytes().length);
      out.putBytes(secret.value().bytes(), 0, secret.value().bytes().length);
    } else if (record instanceof PermissionPut permission) {
      out.putByte(PERMISSION);
      texts(out, permission.user(), permission.vhost());
      texts(out, permission.configure(), permission.write(), permission.read());
    } else if (record instanceof TopicPermissionPut permission) {
      out.putByte(TOPIC_PERMISSION);
      texts(out, permission.user(), permission.vhost(), permission.exchange());
      texts(out, permission.write(), permission.read());
    } else if (record instanceof PolicyPut policy) {
      out.putByte(POLICY);
      writePolicy(policy, out);
    } else if (record instanceof ParameterPut parameter) {
      out.putByte(PARAMETER);
      texts(out, parameter.vhost(), parameter.component(), parameter.name());
      out.putValue(parameter.value());
    } else if (record instanceof GlobalParameterPut parameter) {
      out.putByte(GLOBAL_PARAMETER);
      out.putText(parameter.name());
      out.putValue(parameter.value());
    } else {
      throw new IllegalArgumentException("no stored form: " + record.getClass().getName());
    }
  }

  /**
   * Reads a record.
   *
   * @throws StoredInput.MalformedException when there is none that this broker knows
   */
  static MetadataRecord read(StoredInput in) {
    int kind = in.getByte();
    return switch (kind) {
      case VHOST -> readVhost(in, false);
      case PROTECTED_VHOST -> readVhost(in, true);
      case USER -> readUser(in, false);
      case SCRAM_USER -> readUser(in, true);
      case SECRET -> new SecretPut(in.getText(), new Binary(in.getBytes(in.getCount())));
      case PERMISSION ->
          new PermissionPut(in.getText(), in.getText(), in.getText(), in.getText(), in.getText());
      case TOPIC_PERMISSION ->
          new TopicPermissionPut(
              in.getText(), in.getText(), in.getText(), in.getText(), in.getText());
      case EXCHANGE -> readExchange(in);
      case QUEUE -> readQueue(in);
      case BINDING -> readBinding(in);
      case POLICY -> readPolicy(in);
      case PARAMETER -> new ParameterPut(in.getText(), in.getText(), in.getText(), in.getValue());
      case GLOBAL_PARAMETER -> new GlobalParameterPut(in.getText(), in.getValue());
      case REMOVED | VHOST -> new Removed(new VhostPut.Key(in.getText()));
      case REMOVED | USER -> new Removed(new UserPut.Key(in.getText()));
      case REMOVED | SECRET -> new Removed(new SecretPut.Key(in.getText()));
      case REMOVED | PERMISSION -> new Removed(new PermissionPut.Key(in.getText(), in.getText()));
      case REMOVED | TOPIC_PERMISSION ->
          new Removed(new TopicPermissionPut.Key(in.getText(), in.getText(), in.getText()));
      case REMOVED | EXCHANGE -> new Removed(new ExchangePut.Key(in.getText(), in.getText()));
      case REMOVED | QUEUE -> new Removed(new QueuePut.Key(in.getText(), in.getText()));
      case REMOVED | BINDING -> new Removed(readBinding(in).key());
      case REMOVED | POLICY ->
          new Removed(new PolicyPut.Key(in.getText(), in.getByte() != 0, in.getText()));
      case REMOVED | PARAMETER ->
          new Removed(new ParameterPut.Key(in.getText(), in.getText(), in.getText()));
      case REMOVED | GLOBAL_PARAMETER -> new Removed(new GlobalParameterPut.Key(in.getText()));
      default ->
          throw new StoredInput.MalformedException("no kind of record has the number " + kind);
    };
  }

  private static void writeRemoved(Object key, StoredOutput out) {
    if (key instanceof QueuePut.Key queue) {
      out.putByte(REMOVED | QUEUE);
      texts(out, queue.vhost(), queue.queue());
    } else if (key instanceof BindingPut binding) { // All of it is its key.
      out.putByte(REMOVED | BINDING);
      writeBinding(binding, out);
    } else if (key instanceof ExchangePut.Key exchange) {
      out.putByte(REMOVED | EXCHANGE);
      texts(out, exchange.vhost(), exchange.exchange());
    } else if (key instanceof VhostPut.Key vhost) {
      out.putByte(REMOVED | VHOST);
      texts(out, vhost.name());
    } else if (key instanceof UserPut.Key user) {
      out.putByte(REMOVED | USER);
      texts(out, user.name());
    } else if (key instanceof SecretPut.Key secret) {
      out.putByte(REMOVED | SECRET);
      texts(out, secret.name());
    } else if (key instanceof PermissionPut.Key permission) {
      out.putByte(REMOVED | PERMISSION);
      texts(out, permission.user(), permission.vhost());
    } else if (key instanceof TopicPermissionPut.Key permission) {
      out.putByte(REMOVED | TOPIC_PERMISSION);
      texts(out, permission.user(), permission.vhost(), permission.exchange());
    } else if (key instanceof PolicyPut.Key policy) {
      out.putByte(REMOVED | POLICY);
      out.putText(policy.vhost());
      out.putByte(policy.operator() ? 1 : 0);
      out.putText(policy.name());
    } else if (key instanceof ParameterPut.Key parameter) {
      out.putByte(REMOVED | PARAMETER);
      texts(out, parameter.vhost(), parameter.component(), parameter.name());
    } else if (key instanceof GlobalParameterPut.Key parameter) {
      out.putByte(REMOVED | GLOBAL_PARAMETER);
      texts(out, parameter.name());
    } else {
      throw new IllegalArgumentException("no stored form: " + key.getClass().getName());
    }
  }

  private static void writeVhost(VhostPut vhost, StoredOutput out) {
    VhostSettings settings = vhost.settings();
    texts(out, vhost.name(), settings.description());
    out.putTexts(settings.tags());
    out.putValue(settings.defaultQueueType());
    out.putNumber(settings.maxConnections());
    out.putNumber(settings.maxQueues());
  }

  private static VhostPut readVhost(StoredInput in, boolean isProtected) {
    return new VhostPut(
        in.getText(),
        new VhostSettings(
            in.getText(),
            in.getTexts(),
            in.getValue() instanceof String type ? type : null,
            (int) in.getNumber(),
            (int) in.getNumber(),
            isProtected));
  }

  private static void writeUser(UserPut user, StoredOutput out) {
    texts(out, user.name(), user.passwordHash(), user.hashing());
    out.putTexts(List.copyOf(user.tags()));
    out.putNumber(user.maxConnections());
    out.putNumber(user.maxChannels());
    if (!user.scram().isEmpty()) {
      out.putText(user.scram());
    }
  }

  private static UserPut readUser(StoredInput in, boolean hasScram) {
    return new UserPut(
        in.getText(),
        in.getText(),
        in.getText(),
        Collections.unmodifiableSet(new LinkedHashSet<>(in.getTexts())),
        (int) in.getNumber(),
        (int) in.getNumber(),
        hasScram ? in.getText() : "");
  }

  private static void writeExchange(ExchangePut exchange, StoredOutput out) {
    ExchangeDeclaration declaration = exchange.declaration();
    texts(out, exchange.vhost(), declaration.name(), declaration.type());
    out.putByte(
        (declaration.durable() ? DURABLE : 0)
            | (declaration.autoDelete() ? AUTO_DELETE : 0)
            | (declaration.internal() ? INTERNAL : 0));
    out.putMap(declaration.arguments().asMap());
  }

  private static ExchangePut readExchange(StoredInput in) {
    String vhost = in.getText();
    String name = in.getText();
    String type = in.getText();
    int flags = in.getByte();
    return new ExchangePut(
        vhost,
        new ExchangeDeclaration(
            name,
            type,
            (flags & DURABLE) != 0,
            (flags & AUTO_DELETE) != 0,
            (flags & INTERNAL) != 0,
            Arguments.of(in.getMap())));
  }

  private static void writeQueue(QueuePut queue, StoredOutput out) {
    QueueDeclaration declaration = queue.declaration();
    texts(out, queue.vhost(), declaration.name());
    out.putByte(
        (declaration.durable() ? DURABLE : 0)
            | (declaration.autoDelete() ? AUTO_DELETE : 0)
            | (declaration.exclusive() ? EXCLUSIVE : 0)
            | (queue.paused() ? PAUSED : 0));
    out.putMap(declaration.arguments().asMap());
    out.putNumber(queue.id());
  }

  private static QueuePut readQueue(StoredInput in) {
    String vhost = in.getText();
    String name = in.getText();
    int flags = in.getByte();
    return new QueuePut(
        vhost,
        new QueueDeclaration(
            name,
            (flags & DURABLE) != 0,
            (flags & EXCLUSIVE) != 0,
            (flags & AUTO_DELETE) != 0,
            Arguments.of(in.getMap())),
        in.getNumber(),
        (flags & PAUSED) != 0);
  }

  private static void writeBinding(BindingPut binding, StoredOutput out) {
    BindingDeclaration declaration = binding.declaration();
    texts(out, binding.vhost(), declaration.source(), declaration.destination());
    out.putByte(declaration.toExchange() ? 1 : 0);
    out.putText(declaration.routingKey());
    out.putMap(declaration.arguments().asMap());
  }

  private static BindingPut readBinding(StoredInput in) {
    return new BindingPut(
        in.getText(),
        new BindingDeclaration(
            in.getText(),
            in.getText(),
            in.getByte() != 0,
            in.getText(),
            Arguments.of(in.getMap())));
  }

  private static void writePolicy(PolicyPut policy, StoredOutput out) {
    out.putText(policy.vhost());
    out.putByte(policy.operator() ? 1 : 0);
    texts(out, policy.name(), policy.pattern(), policy.applyTo());
    out.putValue(policy.priority());
    out.putMap(policy.definition());
  }

  private static PolicyPut readPolicy(StoredInput in) {
    String vhost = in.getText();
    boolean operator = in.getByte() != 0;
    String name = in.getText();
    String pattern = in.getText();
    String applyTo = in.getText();
    if (!(in.getValue() instanceof Number priority)) {
      throw new StoredInput.MalformedException("a policy whose priority is no number");
    }
    return new PolicyPut(vhost, operator, name, pattern, applyTo, priority, in.getMap());
  }

  private static void texts(StoredOutput out, String... texts) {
    for (String text : texts) {
      out.putText(text);
    }
  }
}
