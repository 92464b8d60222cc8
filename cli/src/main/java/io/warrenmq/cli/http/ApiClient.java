package io.warrenmq.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/** The HTTP API of one broker. */
public final class ApiClient {
  /** Of a refusal's text; the rest is not read. */
  private static final int REASON_BYTES_MAX = 64 << 10;

  private final Target target;
  private final HttpClient http;
  private final String authorization;

  /**
   * Connects with the first request.
   *
   * @throws CommandException if the target's authorities are not readable
   */
  public ApiClient(Target target) throws CommandException {
    this.target = target;
    // HTTP/1.1: an upgrade to HTTP/2 would be asked for with each command's one request.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(Trust.of(target))
            .connectTimeout(target.timeout())
            .build();
    String login = target.user() + ':' + target.password();
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  /** The broker and the user. */
  public Target target() {
    return target;
  }

  /** What is at a path. */
  public Object get(ApiPath path) throws CommandException {
    return json("GET", path, BodyPublishers.noBody());
  }

  /** The object at a path; empty when it is something else. */
  public Map<String, Object> object(ApiPath path) throws CommandException {
    return Json.object(get(path));
  }

  /** The objects listed at a path, pages included; empty when it is something else. */
  public List<Map<String, Object>> list(ApiPath path) throws CommandException {
    Object answer = get(path);
    return Json.objects(answer instanceof Map ? Json.get(Json.object(answer), "items") : answer);
  }

  /** What is at a path, as it is. */
  public String text(ApiPath path) throws CommandException {
    HttpResponse<InputStream> response = send("GET", path, BodyPublishers.noBody());
    try (InputStream in = response.body()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreachable("GET", path, e);
    }
  }

  /** Writes a value to a path; the answer, {@link Json#NULL} when there is none. */
  public Object put(ApiPath path, Object body) throws CommandException {
    return json("PUT", path, BodyPublishers.ofString(Json.write(body)));
  }

  /** Posts a value to a path; the answer, {@link Json#NULL} when there is none. */
  public Object post(ApiPath path, Object body) throws CommandException {
    return json("POST", path, BodyPublishers.ofString(Json.write(body)));
  }

  /** Posts JSON as it stands. */
  public Object postBytes(ApiPath path, byte[] body) throws CommandException {
    return json("POST", path, BodyPublishers.ofByteArray(body));
  }

  /** Deletes what is at a path. */
  public void delete(ApiPath path) throws CommandException {
    json("DELETE", path, BodyPublishers.noBody());
  }

  /**
   * Deletes what is at a path, and has the broker tell others why.
   *
   * @param reason text for them; in the header {@code X-Reason}
   */
  public void delete(ApiPath path, String reason) throws CommandException {
    answer("DELETE", path, send("DELETE", path, BodyPublishers.noBody(), "X-Reason", reason));
  }

  private Object json(String method, ApiPath path, BodyPublisher body) throws CommandException {
    return answer(method, path, send(method, path, body));
  }

  private Object answer(String method, ApiPath path, HttpResponse<InputStream> response)
      throws CommandException {
    try (InputStream in = response.body()) {
      if (response.statusCode() == 204
          || response.headers().firstValueAsLong("content-length").orElse(-1) == 0) {
        return Json.NULL;
      }
      return Json.parse(in);
    } catch (JsonProcessingException e) {
      // RabbitMQ answers a few requests with an empty body of unknown length.
      if (!method.equals("GET")) {
        return Json.NULL;
      }
      throw new CommandException(
          ExitCode.UNAVAILABLE,
          request(method, path)
              + " was answered with something that is not JSON. Is --url that of a broker's HTTP API?");
    } catch (IOException e) {
      throw unreachable(method, path, e);
    }
  }

  private HttpResponse<InputStream> send(
      String method, ApiPath path, BodyPublisher body, String... headers) throws CommandException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(target.timeout())
            .header("Authorization", authorization)
            .header("Accept", "application/json, text/plain;q=0.9, */*;q=0.5")
            .method(method, body);
    if (body.contentLength() != 0) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<InputStream> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw unreachable(method, path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.TEMPORARY, request(method, path) + " was interrupted.");
    }
    if (response.statusCode() / 100 != 2) {
      throw refusal(method, path, response);
    }
    return response;
  }

  private URI uri(ApiPath path) {
    String base = target.url().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  private ApiException refusal(String method, ApiPath path, HttpResponse<InputStream> response) {
    String error = "";
    String reason = "";
    try (InputStream in = response.body()) {
      String text = new String(in.readNBytes(REASON_BYTES_MAX), StandardCharsets.UTF_8);
      Map<String, Object> said = Json.object(parsed(text));
      error = Json.text(said, "error");
      Object why = Json.get(said, "reason");
      reason = why == Json.NULL ? "" : why instanceof String string ? string : Json.write(why);
    } catch (IOException e) {
      // The status alone has to do.
    }
    return new ApiException(request(method, path), response.statusCode(), error, reason);
  }

  private static Object parsed(String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      return Json.NULL; // a proxy's page: the status says more
    }
  }

  private CommandException unreachable(String method, ApiPath path, IOException failure) {
    String asked = request(method, path);
    if (failure instanceof HttpTimeoutException) {
      return new CommandException(
          ExitCode.TEMPORARY,
          "%s was not answered within %d s. Raise --timeout, or try again later."
              .formatted(asked, target.timeout().toSeconds()));
    }
    if (failure instanceof ConnectException) {
      return new CommandException(
          ExitCode.UNAVAILABLE,
          asked
              + " found nobody there. Is the broker running, and --url its management listener (port"
              + " 15672 unless configured otherwise)?");
    }
    if (failure instanceof SSLException) {
      return new CommandException(
          ExitCode.UNAVAILABLE,
          "%s failed in TLS: %s. Name its authority with --cacert, or check the host's name."
              .formatted(asked, failure.getMessage()));
    }
    return new CommandException(
        ExitCode.UNAVAILABLE,
        "%s failed: %s."
            .formatted(asked, failure.getMessage() == null ? failure : failure.getMessage()));
  }

  private String request(String method, ApiPath path) {
    return "%s %s at %s as %s".formatted(method, path, target.url(), target.user());
  }
}
