package io.warrenmq.amqp10.session;

import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.link.IncomingLink;
import io.warrenmq.amqp10.link.Link;
import io.warrenmq.amqp10.performative.Attach;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The links of a session by their handles, which the client chooses. A handle whose link the broker
 * has detached stays taken until the client detaches too; what comes for it meanwhile is passed
 * over. Confined to the connection's loop.
 */
final class LinkTable {
  private static final int HANDLE_BITS = 16;
  private static final int GENERATION_BITS = 14;

  private enum State {
    FREE,
    ATTACHED,
    DETACHING
  }

  /** What is known of a handle. */
  private static final class Slot {
    State state = State.FREE;
    @Nullable Link link;
    int generation; // tells a link's confirms from those of one that had the handle before
  }

  private final int linkMax;
  private @Nullable Slot[] slots = new @Nullable Slot[2];
  private int count;

  /**
   * Creates it.
   *
   * @param linkMax the highest handle that both ends take, and 1
   */
  LinkTable(int linkMax) {
    this.linkMax = linkMax;
  }

  /**
   * Takes a handle for a link that is to be attached.
   *
   * @throws AmqpFault when it cannot be
   */
  void reserve(Attach attach) {
    long handle = attach.handle();
    checkRange(handle);
    Slot slot = slot((int) handle);
    if (slot.state != State.FREE) {
      throw AmqpFault.session(
          AmqpCondition.HANDLE_IN_USE, "link handle value (" + handle + ") already in use");
    }
    for (Link link : all()) {
      if (link.name().equals(attach.name()) && link.role() != attach.role()) {
        throw AmqpFault.session(
            AmqpCondition.ERRANT_LINK, "link '" + attach.name() + "' is attached already");
      }
    }
    slot.state = State.ATTACHED;
  }

  private void checkRange(long handle) {
    if (handle >= linkMax) {
      throw AmqpFault.connection(
          AmqpCondition.FRAMING_ERROR,
          "link handle value ("
              + handle
              + ") exceeds maximum link handle value ("
              + (linkMax - 1)
              + ")");
    }
  }

  private Slot slot(int handle) {
    if (handle >= slots.length) {
      slots = Arrays.copyOf(slots, Math.min(linkMax, Math.max(handle + 1, slots.length * 2)));
    }
    Slot slot = slots[handle];
    if (slot == null) {
      slot = new Slot();
      slots[handle] = slot;
    }
    return slot;
  }

  /** The link is there. */
  void put(Link link) {
    Slot slot = slot(link.handle());
    slot.link = link;
    slot.generation = slot.generation + 1 & (1 << GENERATION_BITS) - 1;
    count++;
  }

  /**
   * The link of a handle.
   *
   * @return {@code null} when the broker has detached it and the client does not know yet
   * @throws AmqpFault when there is none
   */
  @Nullable Link get(int handle) {
    return attached(handle).link;
  }

  private Slot attached(int handle) {
    Slot slot = handle < 0 || handle >= slots.length ? null : slots[handle];
    if (slot == null || slot.state == State.FREE) {
      checkRange(handle & 0xFFFF_FFFFL);
      throw AmqpFault.session(
          AmqpCondition.UNATTACHED_HANDLE,
          "no link has the handle " + Integer.toUnsignedString(handle));
    }
    return slot;
  }

  /** The broker detaches the link: the handle stays taken until the client does. */
  void expectDetach(int handle) {
    Slot slot = slot(handle);
    slot.state = State.DETACHING;
    forget(slot);
  }

  /**
   * The client has detached: the handle is free.
   *
   * @return the link; {@code null} when the broker has detached it before
   * @throws AmqpFault when there is none
   */
  @Nullable Link remove(int handle) {
    Slot slot = attached(handle);
    Link link = slot.link;
    slot.state = State.FREE;
    forget(slot);
    return link;
  }

  private void forget(Slot slot) {
    if (slot.link != null) {
      slot.link = null;
      count--;
    }
  }

  /** All links that are attached. */
  List<Link> all() {
    List<Link> all = new ArrayList<>(count);
    for (Slot slot : slots) {
      if (slot != null && slot.link != null) {
        all.add(slot.link);
      }
    }
    return all;
  }

  /** Whether there is a link on which the broker settles after the client. */
  boolean anySettlesSecond() {
    for (Slot slot : slots) {
      if (slot != null && slot.link instanceof IncomingLink link && link.settlesSecond()) {
        return true;
      }
    }
    return false;
  }

  // ---- numbers of publishes: handle, generation, delivery id; above 0 ----

  /** The number under which a publish is confirmed. */
  long publishId(IncomingLink link, int deliveryId) {
    int handle = link.handle();
    Slot slot = slot(handle);
    long key = (long) slot.generation << HANDLE_BITS | handle;
    return (key << Integer.SIZE | (deliveryId & 0xFFFF_FFFFL)) + 1;
  }

  /** Whose publish a number is; {@code null} when its link has ended. */
  @Nullable IncomingLink publisher(long publishId) {
    int key = (int) ((publishId - 1) >>> Integer.SIZE);
    int handle = key & (1 << HANDLE_BITS) - 1;
    Slot slot = handle < slots.length ? slots[handle] : null;
    return slot != null
            && slot.generation == key >>> HANDLE_BITS
            && slot.link instanceof IncomingLink link
        ? link
        : null;
  }

  /** The delivery that a number is of. */
  static int deliveryId(long publishId) {
    return (int) (publishId - 1);
  }
}
