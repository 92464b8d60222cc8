package io.warrenmq.cli.output;

import io.warrenmq.cli.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a command's results go, in the format that was asked for. */
public final class Console {
  private final PrintWriter out;
  private final PrintWriter err;
  private final Format format;
  private final boolean isQuiet;
  private final boolean hasHeaders;

  /**
   * A console.
   *
   * @param isQuiet whether to leave out what is being done
   * @param hasHeaders whether tables have a row of heads
   */
  public Console(
      PrintWriter out, PrintWriter err, Format format, boolean isQuiet, boolean hasHeaders) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.isQuiet = isQuiet;
    this.hasHeaders = hasHeaders;
  }

  /** What standard output is called here. */
  public PrintWriter out() {
    return out;
  }

  /** For what is no result. */
  public PrintWriter err() {
    return err;
  }

  /** The format asked for. */
  public Format format() {
    return format;
  }

  /** Says what is being done, to a person. */
  public void banner(String text, Object... values) {
    if (!isQuiet && format.hasBanners()) {
      out.println(Escape.control(text.formatted(values)));
      out.flush(); // what it announces may take its time
    }
  }

  /** A result that is text; in the format json an object with it as {@code message}. */
  public void message(String text, Object... values) {
    String message = text.formatted(values);
    if (format == Format.json) {
      json(Map.of("message", message));
    } else {
      out.println(message);
    }
  }

  /** Something done that people like to read and scripts need not. */
  public void done(String text, Object... values) {
    if (format.hasBanners()) {
      out.println(Escape.control(text.formatted(values)));
    }
  }

  /** A line as it is, unless JSON was asked for. */
  public void line(String text) {
    out.println(Escape.control(text));
  }

  /** Whether the result is to be JSON. */
  public boolean isJson() {
    return format == Format.json;
  }

  /** A value on a line. */
  public void json(Object value) {
    out.println(Json.write(value));
  }

  /** Objects as rows. Prints nothing but JSON's brackets when there are none. */
  public void rows(List<Column> columns, List<Map<String, Object>> rows) {
    rows(columns, rows, false);
  }

  /** As {@link #rows}, with an empty line where there are none, as some lists have it. */
  public void rowsOrBlank(List<Column> columns, List<Map<String, Object>> rows) {
    rows(columns, rows, true);
  }

  /** As {@link #rowsOrBlank}; a table has no heads in any case, as one list has it. */
  public void rowsWithoutHeads(List<Column> columns, List<Map<String, Object>> rows) {
    new Console(out, err, format, isQuiet, hasHeaders && format != Format.table)
        .rowsOrBlank(columns, rows);
  }

  private void rows(List<Column> columns, List<Map<String, Object>> rows, boolean blank) {
    switch (format) {
      case json -> jsonRows(columns, rows);
      case csv -> csvRows(columns, rows);
      case table -> {
        tableRows(columns, rows);
        if (blank && rows.isEmpty()) {
          out.println();
        }
      }
      case pretty_table -> {
        if (!rows.isEmpty()) {
          Frame.print(out, heads(columns), cells(columns, rows), hasHeaders);
        }
      }
    }
  }

  private void jsonRows(List<Column> columns, List<Map<String, Object>> rows) {
    out.println("[");
    String comma = "";
    for (Map<String, Object> row : rows) {
      Map<String, Object> shown = new LinkedHashMap<>();
      for (Column column : columns) {
        shown.put(column.name(), column.shape().json(column.value(row)));
      }
      out.print(comma);
      out.println(Json.write(shown));
      comma = ",";
    }
    out.println("]");
  }

  private void csvRows(List<Column> columns, List<Map<String, Object>> rows) {
    if (hasHeaders && !rows.isEmpty()) {
      csvRow(heads(columns));
    }
    cells(columns, rows).forEach(this::csvRow);
  }

  private void csvRow(List<String> cells) {
    out.println(
        cells.stream()
            .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(",")));
  }

  private void tableRows(List<Column> columns, List<Map<String, Object>> rows) {
    if (hasHeaders && !rows.isEmpty()) {
      out.println(String.join("\t", heads(columns)));
    }
    for (List<String> row : cells(columns, rows)) {
      out.println(String.join("\t", row));
    }
  }

  private static List<String> heads(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  private static List<List<String>> cells(List<Column> columns, List<Map<String, Object>> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      List<String> line = new ArrayList<>();
      for (Column column : columns) {
        line.add(column.shape().cell(column.value(row)));
      }
      cells.add(line);
    }
    return cells;
  }
}
