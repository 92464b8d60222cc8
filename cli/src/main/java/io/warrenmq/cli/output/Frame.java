package io.warrenmq.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table with a frame, for people. */
final class Frame {
  private Frame() {}

  /** Prints {@code rows}, of as many cells as there are {@code heads}. */
  static void print(
      PrintWriter out, List<String> heads, List<List<String>> rows, boolean hasHeaders) {
    int[] widths = new int[heads.size()];
    List<List<String>> all = new ArrayList<>();
    if (hasHeaders) {
      all.add(heads);
    }
    all.addAll(rows);
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    out.println(rule(widths, "┌", "┬", "┐"));
    for (int i = 0; i < all.size(); i++) {
      if (hasHeaders && i == 1) {
        out.println(rule(widths, "├", "┼", "┤"));
      }
      out.println(line(all.get(i), widths));
    }
    out.println(rule(widths, "└", "┴", "┘"));
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String rule(int[] widths, String left, String middle, String right) {
    List<String> parts = new ArrayList<>();
    for (int width : widths) {
      parts.add("─".repeat(width + 2));
    }
    return left + String.join(middle, parts) + right;
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("│");
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      line.append(' ').append(cell).append(" ".repeat(widths[i] - width(cell))).append(" │");
    }
    return line.toString();
  }
}
