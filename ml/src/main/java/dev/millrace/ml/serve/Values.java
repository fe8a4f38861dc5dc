package dev.millrace.ml.serve;

import dev.millrace.ml.serve.ServedModel.InputColumn;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the values that callers send, and says what is wrong with them. */
final class Values {
  private static final int NAMES_LISTED = 30;

  private Values() {}

  static double number(String column, Object value) {
    if (value instanceof Number number) {
      double d = number.doubleValue();
      if (Double.isFinite(d)) {
        return d;
      }
    } else if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    throw expected(column, "a number", value);
  }

  static String text(String column, Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Number number) {
      double d = number.doubleValue();
      return d == Math.rint(d) && Math.abs(d) < 1e15
          ? Long.toString((long) d)
          : number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString();
    }
    throw expected(column, "a text", value);
  }

  static RequestException expected(String column, String what, Object got) {
    return new RequestException("column '" + column + "': expected " + what + ", got " + show(got));
  }

  static RequestException missing(String column) {
    return new RequestException("column '" + column + "' is missing");
  }

  static RequestException unknown(String name, List<InputColumn> columns) {
    String known =
        columns.stream()
            .limit(NAMES_LISTED)
            .map(InputColumn::name)
            .collect(Collectors.joining(", "));
    return new RequestException(
        "no column '"
            + name
            + "'; there are "
            + known
            + (columns.size() > NAMES_LISTED
                ? " and " + (columns.size() - NAMES_LISTED) + " more"
                : ""));
  }

  private static String show(Object value) {
    if (value instanceof String text) {
      return "the text '" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
    }
    if (value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    return value instanceof List<?> ? "a list" : "an object";
  }
}
