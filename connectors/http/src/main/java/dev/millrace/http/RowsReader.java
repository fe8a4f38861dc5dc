package dev.millrace.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Reads the body of {@code POST /predict}: {@code {"rows":[{…},…]}}, an array of rows, or one row.
 * A row is an object of values by column name.
 */
final class RowsReader {
  private final JsonParser json;
  private final Columns columns;
  private final Rows rows;
  private final int maxRows;

  RowsReader(JsonParser json, Columns columns, Rows rows, int maxRows) {
    this.json = json;
    this.columns = columns;
    this.rows = rows;
    this.maxRows = maxRows;
  }

  /** Reads the whole document. */
  void read() throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_ARRAY) {
      readArray();
    } else if (first == JsonToken.START_OBJECT) {
      readObject();
    } else {
      throw RefusedException.badRequest(
          first == null
              ? "the body is empty; expected {\"rows\":[{…},…]}"
              : "expected {\"rows\":[{…},…]}, an array of rows or one row, got " + what(first));
    }
    Json.expectEnd(json);
    if (rows.count() == 0) {
      throw RefusedException.badRequest("there are no rows");
    }
  }

  /** Either the envelope of many rows, known by its first member, or a row itself. */
  private void readObject() throws IOException {
    String name = json.nextFieldName();
    if (name == null || !name.equals("rows") || json.nextToken() != JsonToken.START_ARRAY) {
      readRow(name);
      return;
    }
    readArray();
    String more = json.nextFieldName();
    if (more != null) {
      throw RefusedException.badRequest(
          "beside \"rows\" there is nothing else to give, got " + Nearest.quote(more));
    }
  }

  private void readArray() throws IOException {
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token != JsonToken.START_OBJECT) {
        throw RefusedException.badRequest(
            "row " + rows.count() + ": expected an object of values by column, got " + what(token));
      }
      if (rows.count() == maxRows) {
        throw new RefusedException(
            HttpStatus.PAYLOAD_TOO_LARGE_413, "more than " + maxRows + " rows in one request");
      }
      readRow(json.nextFieldName());
    }
  }

  /**
   * @param first the name of the first member; null if the row is empty
   */
  private void readRow(String first) throws IOException {
    int guess = 0;
    for (String name = first; name != null; name = json.nextFieldName()) {
      int column = columns.position(name, guess);
      if (column < 0) {
        throw RefusedException.badRequest("row " + rows.count() + ": " + columns.unknown(name));
      }
      if (rows.has(column)) {
        throw wrong(column, "stands twice");
      }
      JsonToken token = json.currentToken();
      readValue(column, token == JsonToken.FIELD_NAME ? json.nextToken() : token);
      guess = column + 1;
    }
    checkComplete();
    rows.endRow();
  }

  private void readValue(int column, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (columns.isText(column)) {
      rows.text(column, text(column, token));
    } else {
      rows.number(column, number(column, token));
    }
  }

  private double number(int column, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> finite(column);
      case VALUE_TRUE -> 1;
      case VALUE_FALSE -> 0;
      default -> throw wrong(column, "expected a number, got " + what(token));
    };
  }

  private double finite(int column) throws IOException {
    double value = json.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw wrong(column, "expected a finite number, got " + Nearest.quote(json.getText()));
    }
    return value;
  }

  private String text(int column, JsonToken token) throws IOException {
    return switch (token) {
      // A category may be a whole number: {"weekday": 3}.
      case VALUE_STRING, VALUE_NUMBER_INT -> json.getText();
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      default -> throw wrong(column, "expected a text, got " + what(token));
    };
  }

  private void checkComplete() {
    if (columns.lacking(rows)) {
      throw RefusedException.badRequest(
          "row " + rows.count() + ": " + columns.missing("column", rows));
    }
  }

  private RefusedException wrong(int column, String why) {
    return RefusedException.badRequest(
        "row " + rows.count() + ", column '" + columns.name(column) + "': " + why);
  }

  private String what(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "the text " + Nearest.quote(json.getText());
      default -> Nearest.quote(json.getText());
    };
  }
}
