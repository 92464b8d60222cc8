package io.warrenmq.core.metadata;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that survives a restart: either that something is so ({@link Put}), or that it is so no
 * more ({@link Removed}). Folding all records in their order, the last one of each {@link #key}
 * counts. Immutable.
 */
public sealed interface MetadataRecord {
  /** What the record is about; equal for a thing and its removal. */
  Object key();

  /** A thing that is. */
  sealed interface Put extends MetadataRecord {
    @Override
    default Object key() {
      return this instanceof Keyed keyed ? keyed.identity() : this;
    }
  }

  /**
   * A thing that is no more.
   *
   * @param key the thing's {@link MetadataRecord#key}
   */
  record Removed(Object key) implements MetadataRecord {}

  /** A thing whose identity is smaller than itself. */
  sealed interface Keyed {
    /** Its identity, a value. */
    Object identity();
  }

  /**
   * A vhost.
   *
   * @param name its name
   * @param settings what is known of it
   */
  record VhostPut(String name, VhostSettings settings) implements Put, Keyed {
    /** A vhost's identity. */
    public record Key(String name) {}

    @Override
    public Object identity() {
      return new Key(name);
    }
  }

  /**
   * A user.
   *
   * @param name the name
   * @param passwordHash RabbitMQ's form, base64; empty: no password opens it
   * @param hashing the algorithm's name in definitions, for example {@code
   *     rabbit_password_hashing_sha256}
   * @param tags RabbitMQ's user tags
   * @param maxConnections most connections; −1 for no limit
   * @param maxChannels most channels; −1 for no limit
   * @param scram what SCRAM knows of the password, by each hash function; empty: no password opens
   *     it by SCRAM
   */
  record UserPut(
      String name,
      String passwordHash,
      String hashing,
      Set<String> tags,
      int maxConnections,
      int maxChannels,
      String scram)
      implements Put, Keyed {
    /** One whose password was never known here but as a hash. */
    public UserPut(
        String name,
        String passwordHash,
        String hashing,
        Set<String> tags,
        int maxConnections,
        int maxChannels) {
      this(name, passwordHash, hashing, tags, maxConnections, maxChannels, "");
    }

    /** The same user with another password. */
    public UserPut withPassword(String newHash, String newHashing, String newScram) {
      return new UserPut(name, newHash, newHashing, tags, maxConnections, maxChannels, newScram);
    }

    /** The same user with other tags. */
    public UserPut withTags(Set<String> newTags) {
      return new UserPut(name, passwordHash, hashing, newTags, maxConnections, maxChannels, scram);
    }

    /** The same user with other limits; −1 for none. */
    public UserPut withLimits(int newMaxConnections, int newMaxChannels) {
      return new UserPut(
          name, passwordHash, hashing, tags, newMaxConnections, newMaxChannels, scram);
    }

    /** A user's identity. */
    public record Key(String name) {}

    @Override
    public Object identity() {
      return new Key(name);
    }

    @Override
    public String toString() {
      return "UserPut[" + name + "]"; // The hash stays out of logs.
    }
  }

  /**
   * A secret that the broker has made for itself.
   *
   * @param name what it is for
   * @param value its bytes
   */
  record SecretPut(String name, Binary value) implements Put, Keyed {
    /** The key of {@link SecretPut} under which what users look like that do not exist is made. */
    public static final String SCRAM_DECOYS = "scram-decoys";

    /** A secret's identity. */
    public record Key(String name) {}

    @Override
    public Object identity() {
      return new Key(name);
    }

    @Override
    public String toString() {
      return "SecretPut[" + name + "]"; // It stays out of logs.
    }
  }

  /**
   * What a user may do in a vhost. The patterns are regular expressions; an empty one permits
   * nothing.
   *
   * @param user the user
   * @param vhost the vhost
   * @param configure which resources it may configure
   * @param write which it may write to
   * @param read which it may read from
   */
  record PermissionPut(String user, String vhost, String configure, String write, String read)
      implements Put, Keyed {
    /** A permission's identity. */
    public record Key(String user, String vhost) {}

    @Override
    public Object identity() {
      return new Key(user, vhost);
    }
  }

  /**
   * Which routing keys a user may use with a topic exchange.
   *
   * @param user the user
   * @param vhost the vhost
   * @param exchange the exchange
   * @param write which keys it may publish with
   * @param read which keys it may bind with
   */
  record TopicPermissionPut(String user, String vhost, String exchange, String write, String read)
      implements Put, Keyed {
    /** A topic permission's identity. */
    public record Key(String user, String vhost, String exchange) {}

    @Override
    public Object identity() {
      return new Key(user, vhost, exchange);
    }
  }

  /**
   * A durable exchange.
   *
   * @param vhost its vhost
   * @param declaration what it was declared as
   */
  record ExchangePut(String vhost, ExchangeDeclaration declaration) implements Put, Keyed {
    /** An exchange's identity. */
    public record Key(String vhost, String exchange) {}

    @Override
    public Object identity() {
      return new Key(vhost, declaration.name());
    }
  }

  /**
   * A durable queue.
   *
   * @param vhost its vhost
   * @param declaration what it was declared as
   * @param id tells it from queues that have had its name before; 1 or more, of {@link QueueIds}
   * @param paused whether it hands out nothing
   */
  record QueuePut(String vhost, QueueDeclaration declaration, long id, boolean paused)
      implements Put, Keyed {
    /** One that hands out what it has. */
    public QueuePut(String vhost, QueueDeclaration declaration, long id) {
      this(vhost, declaration, id, false);
    }

    /** A queue's identity. */
    public record Key(String vhost, String queue) {}

    @Override
    public Object identity() {
      return new Key(vhost, declaration.name());
    }
  }

  /**
   * A binding between durable ends. All of it is its identity.
   *
   * @param vhost its vhost
   * @param declaration what it is
   */
  record BindingPut(String vhost, BindingDeclaration declaration) implements Put {}

  /**
   * A policy or an operator policy.
   *
   * @param vhost its vhost
   * @param operator whether it is an operator policy
   * @param name its name, among those of the same kind
   * @param pattern a regular expression: the names it applies to
   * @param applyTo the kinds of things it applies to, in RabbitMQ's words
   * @param priority a {@link Long} or {@link Double}; the highest that matches applies
   * @param definition what it says, by key, in values as JSON has them
   */
  record PolicyPut(
      String vhost,
      boolean operator,
      String name,
      String pattern,
      String applyTo,
      Number priority,
      Map<String, Object> definition)
      implements Put, Keyed {
    /** A policy's identity. */
    public record Key(String vhost, boolean operator, String name) {}

    @Override
    public Object identity() {
      return new Key(vhost, operator, name);
    }
  }

  /**
   * A runtime parameter of a vhost.
   *
   * @param vhost its vhost
   * @param component what it is for, for example {@code federation-upstream}
   * @param name its name, among those of the component
   * @param value a value as JSON has it
   */
  record ParameterPut(String vhost, String component, String name, @Nullable Object value)
      implements Put, Keyed {
    /** A parameter's identity. */
    public record Key(String vhost, String component, String name) {}

    @Override
    public Object identity() {
      return new Key(vhost, component, name);
    }

    @Override
    public String toString() {
      return "ParameterPut[" + identity() + "]"; // There may be passwords in the value.
    }
  }

  /**
   * A runtime parameter of the whole cluster.
   *
   * @param name its name
   * @param value a value as JSON has it
   */
  record GlobalParameterPut(String name, @Nullable Object value) implements Put, Keyed {
    /** A global parameter's identity. */
    public record Key(String name) {}

    @Override
    public Object identity() {
      return new Key(name);
    }
  }

  /** The record that takes this one back. */
  default Removed removed() {
    return new Removed(key());
  }

  /** The record when it says that something is; {@code null} for a removal. */
  default @Nullable Put asPut() {
    return this instanceof Put put ? put : null;
  }
}
