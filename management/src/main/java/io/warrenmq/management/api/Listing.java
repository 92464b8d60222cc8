package io.warrenmq.management.api;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.management.http.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list as a request wants it: {@code name} and {@code use_regex} filter, {@code sort} and {@code
 * sort_reverse} order it, {@code page} and {@code page_size} cut it, {@code columns} say what is
 * shown. Without a page the answer is an array. Stateless.
 */
public final class Listing {
  private static final int PAGE_SIZE_MAX = 500;
  private static final int PAGE_SIZE = 100;

  // Numbers come before text, as in Erlang.
  private static final Comparator<Comparable<?>> ORDER = Listing::compare;

  private Listing() {}

  private static int compare(Comparable<?> one, Comparable<?> other) {
    int byRank = Integer.compare(rank(one), rank(other));
    return byRank != 0 ? byRank : compareAlike(one, other);
  }

  private static int rank(Comparable<?> key) {
    return key instanceof Number ? 0 : key instanceof Boolean ? 1 : 2;
  }

  private static int compareAlike(Comparable<?> one, Comparable<?> other) {
    if (one instanceof Number number) {
      Number than = (Number) other;
      return number instanceof Double || than instanceof Double
          ? Double.compare(number.doubleValue(), than.doubleValue())
          : Long.compare(number.longValue(), than.longValue());
    }
    return one.toString().compareTo(other.toString());
  }

  /**
   * Answers with a list.
   *
   * @param things all that the user may see
   * @param order how they stand when the request does not say
   */
  public static <T> Response of(
      ApiRequest request, Collection<T> things, Columns<T> columns, Comparator<T> order) {
    return Json.ok(json(request, things, columns, order));
  }

  /** The same list: an array, or an object with a page. */
  public static <T> Object json(
      ApiRequest request, Collection<T> things, Columns<T> columns, Comparator<T> order) {
    Page page = Page.of(request);
    List<T> shown = filtered(request, things, columns);
    sort(request, shown, columns, order);
    List<String> paths = paths(request);
    if (page == null) {
      return array(shown, columns, paths);
    }
    int pages = Math.max(1, (shown.size() + page.size - 1) / page.size);
    if (page.number > pages) {
      throw new ApiException(
          HttpResponseStatus.BAD_REQUEST,
          "page_out_of_range",
          "Page out of range, page: %d page size: %d, len: %d"
              .formatted(page.number, page.size, shown.size()));
    }
    int from = (page.number - 1) * page.size;
    List<T> items = shown.subList(from, Math.min(from + page.size, shown.size()));
    return new JsonObject()
        .put("filtered_count", shown.size())
        .put("item_count", items.size())
        .put("items", array(items, columns, paths))
        .put("page", page.number)
        .put("page_count", pages)
        .put("page_size", page.size)
        .put("total_count", things.size());
  }

  /** One thing, with the columns that the request asks for. */
  public static <T> Response one(ApiRequest request, T thing, Columns<T> columns) {
    return Json.ok(columns.write(thing, paths(request)));
  }

  private static <T> JsonArray array(List<T> things, Columns<T> columns, List<String> paths) {
    JsonArray array = new JsonArray(new ArrayList<>(things.size()));
    things.forEach(thing -> array.add(columns.write(thing, paths)));
    return array;
  }

  private static List<String> paths(ApiRequest request) {
    String columns = request.query("columns");
    return columns == null || columns.isEmpty() ? List.of() : Arrays.asList(columns.split(",", -1));
  }

  private static <T> List<T> filtered(
      ApiRequest request, Collection<T> things, Columns<T> columns) {
    String name = request.query("name");
    if (name == null || name.isEmpty()) {
      return new ArrayList<>(things);
    }
    Predicate<String> matches = matcher(name, request.flag("use_regex"));
    List<T> shown = new ArrayList<>();
    for (T thing : things) {
      Comparable<?> its = columns.sortKey(thing, "name");
      if (its != null && matches.test(its.toString())) {
        shown.add(thing);
      }
    }
    return shown;
  }

  private static Predicate<String> matcher(String name, boolean isRegex) {
    if (!isRegex) {
      String lower = name.toLowerCase(Locale.ROOT);
      return its -> its.toLowerCase(Locale.ROOT).contains(lower);
    }
    try {
      Pattern pattern = Pattern.compile(name, Pattern.CASE_INSENSITIVE);
      return its -> pattern.matcher(its).find();
    } catch (PatternSyntaxException e) {
      throw ApiException.badRequest("name is no regular expression: " + e.getMessage());
    }
  }

  private static <T> void sort(
      ApiRequest request, List<T> shown, Columns<T> columns, Comparator<T> order) {
    shown.sort(order); // So that those that are equal stand in order, at the cost of one pass.
    String path = request.query("sort");
    if (path != null && !path.isEmpty()) {
      record Keyed<T>(@Nullable Comparable<?> key, T thing) {}
      List<Keyed<T>> keyed = new ArrayList<>(shown.size());
      shown.forEach(thing -> keyed.add(new Keyed<>(columns.sortKey(thing, path), thing)));
      keyed.sort(Comparator.comparing(Keyed::key, Comparator.nullsFirst(ORDER)));
      for (int i = 0; i < keyed.size(); i++) {
        shown.set(i, keyed.get(i).thing());
      }
    }
    if (request.flag("sort_reverse")) {
      java.util.Collections.reverse(shown);
    }
  }

  private record Page(int number, int size) {
    static @Nullable Page of(ApiRequest request) {
      if (request.query("page") == null) {
        return null;
      }
      int number = number(request, "page", 1);
      int size = number(request, "page_size", PAGE_SIZE);
      if (number < 1 || size < 1 || size > PAGE_SIZE_MAX) {
        throw new ApiException(
            HttpResponseStatus.BAD_REQUEST,
            "invalid_pagination_parameters",
            "Invalid pagination parameters: page number %d, page size %d".formatted(number, size));
      }
      return new Page(number, size);
    }

    private static int number(ApiRequest request, String name, int absent) {
      String text = request.query(name);
      if (text == null) {
        return absent;
      }
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw ApiException.badRequest("Pagination parameters are invalid");
      }
    }
  }
}
