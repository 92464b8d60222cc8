package io.warrenmq.websocket.upgrade;

import io.warrenmq.api.protocol.HttpProtocol;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the clients of a listener can have. Thread-safe. */
public final class Offers {
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  private final List<Offer> offers;
  private final @Nullable HttpProtocol plain;

  /**
   * Those of a listener.
   *
   * @param offers WebSockets, at least one
   * @param plain who answers what asks for no WebSocket; {@code null} for nobody
   */
  public Offers(List<Offer> offers, @Nullable HttpProtocol plain) {
    this.offers = List.copyOf(offers);
    this.plain = plain;
  }

  /** Who answers a request; {@code null} when {@link #accept} does. */
  public @Nullable HttpProtocol plain(UpgradeRequest request) {
    return request.asksForWebSocket() ? null : plain;
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
    if (!request.asksForWebSocket()) {
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
    for (String subprotocol : request.elements(UpgradeRequest.SUBPROTOCOLS)) { // client's order
      List<Offer> named =
          here.stream().filter(offer -> offer.spec().subprotocols().contains(subprotocol)).toList();
      if (!named.isEmpty()) {
        return allowed(request, named, subprotocol);
      }
    }
    List<Offer> unnamed =
        here.stream().filter(offer -> !offer.spec().subprotocolRequired()).toList();
    if (unnamed.isEmpty()) {
      throw HttpRefusal.badRequest(
          "sec-websocket-protocol is to name one of " + subprotocols(here));
    }
    return allowed(request, unnamed, "");
  }

  private static String subprotocols(List<Offer> here) {
    TreeSet<String> names = new TreeSet<>();
    here.forEach(offer -> names.addAll(offer.spec().subprotocols()));
    return String.join(", ", names);
  }

  private static Accepted allowed(UpgradeRequest request, List<Offer> asked, String subprotocol) {
    String origin = request.header(UpgradeRequest.ORIGIN); // browsers alone send one
    List<Offer> open =
        asked.stream().filter(offer -> offer.options().allowsOrigin(origin)).toList();
    if (open.isEmpty()) {
      throw HttpRefusal.forbidden("pages of this origin are not allowed here");
    }
    boolean wantsLogin = open.stream().anyMatch(offer -> offer.options().usesHttpAuth());
    // Which of them it is will be known too late.
    boolean compresses = open.stream().allMatch(offer -> offer.options().compresses());
    return new Accepted(
        open,
        subprotocol,
        compresses ? DeflateOffers.answer(request.elements(UpgradeRequest.EXTENSIONS)) : "",
        request.header(UpgradeRequest.KEY),
        wantsLogin ? RequestLogin.of(request) : null);
  }
}
