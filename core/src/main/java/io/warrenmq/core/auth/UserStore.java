package io.warrenmq.core.auth;

import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The users, and those that there are not. Written by the metadata loop, read by any thread. */
public final class UserStore {
  private final ConcurrentHashMap<String, UserPut> users = new ConcurrentHashMap<>();
  private volatile byte[] decoySecret = new byte[32]; // until the start has read or made it

  /** The user of that name; {@code null} when there is none. */
  public @Nullable UserPut find(String name) {
    return users.get(name);
  }

  /** All users, a live view. */
  public Collection<UserPut> all() {
    return Collections.unmodifiableCollection(users.values());
  }

  /** Of what users look like that do not exist. */
  byte[] decoySecret() {
    return decoySecret;
  }

  void decoySecret(byte[] secret) {
    decoySecret = secret;
  }

  void put(UserPut user) {
    users.put(user.name(), user);
  }

  void remove(String name) {
    users.remove(name);
  }
}
