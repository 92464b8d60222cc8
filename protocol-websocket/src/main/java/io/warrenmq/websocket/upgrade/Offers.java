package io.warrenmq.websocket.upgrade;

import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the clients of a listener can have. Immutable, thread-safe. */
public final class Offers {
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  private final List<Offer> offers;

  /** Those of a listener, at least one. */
  public Offers(List<Offer> offers) {
    this.offers = List.copyOf(offers);
  }

  /**
   * Finds what a client asks for. RFC 6455 §4.2.1
   *
   * @throws HttpRefusal when the request is not in order, or asks for what there is not
   */
  public Accepted accept(UpgradeRequest request) {
    if (!request.method().equals("GET")) {
      throw HttpRefusal.methodNotAllowed("a WebSocket is asked for by GET");
    } else if (!request.version().equals("HTTP/1.1")) {
      throw HttpRefusal.versionNotSupported("a WebSocket is asked for by HTTP/1.1");
    }
    List<Offer> here =
        offers.stream().filter(offer -> offer.options().path().equals(request.path())).toList();
    if (here.isEmpty()) {
      throw HttpRefusal.notFound("there is nothing at this path; WebSockets are at " + paths());
    }
    requireUpgrade(request);
    requireOrder(request);
    return accept(request, here);
  }

  private String paths() {
    TreeSet<String> paths = new TreeSet<>();
    offers.forEach(offer -> paths.add(offer.options().path()));
    return String.join(", ", paths);
  }

  private static void requireUpgrade(UpgradeRequest request) {
    if (!request.hasElement(UpgradeRequest.UPGRADE, "websocket")
        || !request.hasElement(UpgradeRequest.CONNECTION, "upgrade")) {
      throw HttpRefusal.upgradeRequired("here is a WebSocket; the request asks for no upgrade");
    } else if (!request.header(UpgradeRequest.VERSION).equals(VERSION)) {
      throw HttpRefusal.upgradeRequired("version 13 of WebSocket is spoken here");
    }
  }

  private static void requireOrder(UpgradeRequest request) {
    if (request.header(UpgradeRequest.HOST).isEmpty()) {
      throw HttpRefusal.badRequest("there is no header host");
    } else if (!isKey(request.header(UpgradeRequest.KEY))) {
      throw HttpRefusal.badRequest("sec-websocket-key is not 16 bytes in Base64");
    } else if (request.hasBody()) {
      throw HttpRefusal.badRequest("the request has a body");
    }
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false; // it is no Base64
    }
  }

  private static Accepted accept(UpgradeRequest request, List<Offer> here) {
    List<String> asked = request.elements(UpgradeRequest.SUBPROTOCOLS);
    String key = request.header(UpgradeRequest.KEY);
    for (String subprotocol : asked) { // the client's order
      for (Offer offer : here) {
        if (offer.spec().subprotocols().contains(subprotocol)) {
          return allowed(request, new Accepted(offer, subprotocol, key));
        }
      }
    }
    Offer unasked = unasked(here);
    if (unasked == null) {
      throw HttpRefusal.badRequest(
          "sec-websocket-protocol is to name one of " + subprotocols(here));
    }
    return allowed(request, new Accepted(unasked, "", key));
  }

  private static @Nullable Offer unasked(List<Offer> here) {
    return here.stream()
        .filter(offer -> !offer.spec().subprotocolRequired())
        .findFirst()
        .orElse(null);
  }

  private static String subprotocols(List<Offer> here) {
    TreeSet<String> names = new TreeSet<>();
    here.forEach(offer -> names.addAll(offer.spec().subprotocols()));
    return String.join(", ", names);
  }

  private static Accepted allowed(UpgradeRequest request, Accepted accepted) {
    List<String> origins = accepted.offer().options().allowedOrigins();
    String origin = request.header(UpgradeRequest.ORIGIN); // browsers alone send one
    if (!origins.isEmpty()
        && !origin.isEmpty()
        && origins.stream().noneMatch(origin::equalsIgnoreCase)) {
      throw HttpRefusal.forbidden("pages of this origin are not allowed here");
    }
    return accepted;
  }
}
