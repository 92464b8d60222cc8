package io.warrenmq.websocket.upgrade;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A request as it was sent, of its headers those that matter. Confined to its loop. */
public final class UpgradeRequest {
  static final String HOST = "host";
  static final String UPGRADE = "upgrade";
  static final String CONNECTION = "connection";
  static final String KEY = "sec-websocket-key";
  static final String VERSION = "sec-websocket-version";
  static final String SUBPROTOCOLS = "sec-websocket-protocol";
  static final String EXTENSIONS = "sec-websocket-extensions";
  static final String ORIGIN = "origin";
  static final String AUTHORIZATION = "authorization";
  static final String CONTENT_LENGTH = "content-length";
  static final String TRANSFER_ENCODING = "transfer-encoding";

  // Of these there is one at most; the others are lists, which may come in several headers.
  private static final Set<String> SINGLE =
      Set.of(HOST, KEY, VERSION, ORIGIN, AUTHORIZATION, CONTENT_LENGTH);
  private static final Set<String> LISTS =
      Set.of(UPGRADE, CONNECTION, SUBPROTOCOLS, EXTENSIONS, TRANSFER_ENCODING);

  private final String method;
  private final String target;
  private final String version;
  private final Map<String, String> headers = new HashMap<>();

  UpgradeRequest(String method, String target, String version) {
    this.method = method;
    this.target = target;
    this.version = version;
  }

  void addHeader(String name, String value) {
    String key = name.toLowerCase(Locale.ROOT);
    if (SINGLE.contains(key)) {
      if (headers.put(key, value) != null) {
        throw HttpRefusal.badRequest("two headers " + key);
      }
    } else if (LISTS.contains(key)) {
      headers.merge(key, value, (first, second) -> first + "," + second);
    }
  }

  String method() {
    return method;
  }

  /** The target without its query. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** What the target has behind its path; empty when that is nothing. */
  String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /** Whether a WebSocket is asked for, however well. */
  public boolean asksForWebSocket() {
    return hasElement(UPGRADE, "websocket") && hasElement(CONNECTION, "upgrade");
  }

  /** For example {@code HTTP/1.1}. */
  String version() {
    return version;
  }

  /** The value of a header; empty when there is none. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The elements of a header that is a list, in order. */
  List<String> elements(String name) {
    List<String> elements = new ArrayList<>();
    for (String element : header(name).split(",", -1)) {
      if (!element.isBlank()) {
        elements.add(element.strip());
      }
    }
    return elements;
  }

  boolean hasElement(String name, String element) {
    return elements(name).stream().anyMatch(element::equalsIgnoreCase);
  }

  boolean hasBody() {
    return headers.containsKey(TRANSFER_ENCODING)
        || !(header(CONTENT_LENGTH).isEmpty() || header(CONTENT_LENGTH).equals("0"));
  }
}
