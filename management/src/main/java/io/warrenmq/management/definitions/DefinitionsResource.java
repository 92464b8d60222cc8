package io.warrenmq.management.definitions;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.definitions.ImportReport;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Multipart;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import java.util.regex.Pattern;

/**
 * Definitions of the whole, and of one vhost. A file is taken in whole or not at all; with {@code
 * dry_run} it is only looked at.
 */
public final class DefinitionsResource {
  private static final String FILE_PART = "file"; // as RabbitMQ has it
  private static final Pattern FILE_NAME = Pattern.compile("[\\w@.() -]{1,200}");

  private final Administration administration;
  private final Broker broker;

  /** Of a broker's. */
  public DefinitionsResource(Administration administration) {
    this.administration = administration;
    this.broker = administration.broker();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    for (String all : new String[] {"/api/definitions", "/api/all-configuration"}) {
      router
          .get(all, Access.ADMINISTRATOR, this::write)
          .post(all, Access.ADMINISTRATOR, this::take)
          .get(all + "/{vhost}", Access.ADMINISTRATOR, this::writeVhost)
          .post(all + "/{vhost}", Access.ADMINISTRATOR, this::takeIntoVhost);
    }
  }

  private Future<Response> write(ApiRequest request) {
    Loop metadata = administration.metadataLoop();
    return file(request, administration.command(() -> broker.definitions().write(metadata)));
  }

  private Future<Response> writeVhost(ApiRequest request) {
    Vhost vhost = vhost(request);
    Loop metadata = administration.metadataLoop();
    return file(request, administration.command(() -> broker.definitions().write(metadata, vhost)));
  }

  private Vhost vhost(ApiRequest request) {
    Vhost vhost = broker.vhosts().find(request.parameter("vhost"));
    if (vhost == null) {
      throw ApiException.badRequest("vhost_not_found");
    }
    return vhost;
  }

  private Future<Response> file(ApiRequest request, Future<JsonObject> written) {
    String name = request.query("download");
    if (name != null && !FILE_NAME.matcher(name).matches()) {
      throw ApiException.badRequest("download names a file, by letters, digits and - . _ @ ( )");
    }
    return administration
        .here(written)
        .map(
            json -> {
              Response response = Json.ok(json);
              return name == null
                  ? response
                  : response.with(
                      HttpHeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
            });
  }

  private Future<Response> take(ApiRequest request) {
    boolean dryRun = request.flag("dry_run");
    return answer(broker.importDefinitions(sent(request), dryRun), dryRun);
  }

  private Future<Response> takeIntoVhost(ApiRequest request) {
    boolean dryRun = request.flag("dry_run");
    return answer(broker.importDefinitions(vhost(request).name(), sent(request), dryRun), dryRun);
  }

  /** The file: the body itself, or a part of a form. */
  private static JsonObject sent(ApiRequest request) {
    String type = request.http().header(HttpHeaderNames.CONTENT_TYPE);
    if (type == null || !Multipart.is(type)) {
      return request.body().json();
    }
    byte[] file = Multipart.part(request.bytes(), type, FILE_PART);
    return new ApiRequest(request.http(), request.parameters(), request.user(), file).body().json();
  }

  private Future<Response> answer(Future<ImportReport> taken, boolean dryRun) {
    return administration
        .here(taken)
        .map(
            report -> {
              if (dryRun) {
                return Json.ok(describe(report));
              } else if (report.refusals().isEmpty()) {
                return Json.done();
              }
              ImportReport.Refusal first = report.refusals().get(0);
              throw new ApiException(
                  HttpResponseStatus.BAD_REQUEST,
                  new JsonObject()
                      .put("error", "bad_request")
                      .put(
                          "reason",
                          first.reason()
                              + " ("
                              + report.refusals().size()
                              + " refused, nothing was changed)")
                      .mergeIn(describe(report)));
            });
  }

  private static JsonObject describe(ImportReport report) {
    JsonArray refused = new JsonArray();
    for (ImportReport.Refusal refusal : report.refusals()) {
      refused.add(
          new JsonObject()
              .put("kind", refusal.kind())
              .put("name", refusal.item())
              .put("reason", refusal.reason()));
    }
    JsonObject counts = new JsonObject();
    report.counts().forEach(counts::put);
    return new JsonObject()
        .put("applied", report.isApplied())
        .put("counts", counts)
        .put("refused", refused)
        .put("warnings", new JsonArray(report.warnings()));
  }
}
