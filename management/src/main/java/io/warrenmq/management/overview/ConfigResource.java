package io.warrenmq.management.overview;

import io.vertx.core.Future;
import io.warrenmq.core.broker.NodeSetting;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.api.Listing;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration in force: each key with its value, and where that comes from. */
public final class ConfigResource {
  private static final Columns<NodeSetting> COLUMNS =
      new Columns<NodeSetting>()
          .add("name", NodeSetting::key)
          .add("value", setting -> orNull(setting.value()))
          .add("unit", NodeSetting::unit)
          .add("default", NodeSetting::isDefault)
          .add("source", NodeSetting::source)
          .add("line", setting -> orNull(setting.line() == 0 ? null : setting.line()))
          .add("secret", NodeSetting::isSecret);

  private final List<NodeSetting> settings;

  /**
   * Of a node's.
   *
   * @param settings all keys, secrets masked
   */
  public ConfigResource(List<NodeSetting> settings) {
    this.settings = List.copyOf(settings);
  }

  /** Adds its path. */
  public void addTo(Router router) {
    router.get("/api/config/effective", Access.ADMINISTRATOR, this::list);
  }

  private static Object orNull(@Nullable Object value) {
    return value == null ? Columns.NULL : value;
  }

  /** With {@code set=true} only what somebody has set. */
  private Future<Response> list(ApiRequest request) {
    boolean setOnly = request.flag("set");
    List<NodeSetting> shown =
        settings.stream().filter(setting -> !setOnly || !setting.isDefault()).toList();
    return Future.succeededFuture(
        Listing.of(request, shown, COLUMNS, Comparator.comparing(NodeSetting::key)));
  }
}
