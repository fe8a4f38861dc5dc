package dev.millrace.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;

/** Finds the rows in a body; one of JSON is refused as a whole if one of them is no object. */
final class PostedRows {
  private final int maxRows;
  private final List<Slice> rows = new ArrayList<>();

  private PostedRows(int maxRows) {
    this.maxRows = maxRows;
  }

  /** A row: bytes of the body. */
  record Slice(int start, int length) {
    int end() {
      return start + length;
    }
  }

  /** One object, or an array of objects. */
  static List<Slice> ofJson(byte[] body, int length, int maxRows) {
    return Json.read(
        body,
        length,
        json -> {
          PostedRows found = new PostedRows(maxRows);
          JsonToken token = json.nextToken();
          if (token == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
              found.add(json);
            }
          } else {
            found.add(json);
          }
          Json.expectEnd(json);
          return found.rows;
        });
  }

  /** Objects one after the other, a line each or not. */
  static List<Slice> ofLines(byte[] body, int length, int maxRows) {
    return Json.read(
        body,
        length,
        json -> {
          PostedRows found = new PostedRows(maxRows);
          while (json.nextToken() != null) {
            found.add(json);
          }
          return found.rows;
        });
  }

  /** A line each; empty ones are passed over. */
  static List<Slice> ofText(byte[] body, int length, int maxRows) {
    PostedRows found = new PostedRows(maxRows);
    int start = 0;
    for (int i = 0; i <= length; i++) {
      if (i == length || body[i] == '\n') {
        int end = i > start && body[i - 1] == '\r' ? i - 1 : i;
        if (end > start) {
          found.requireRoom();
          found.rows.add(new Slice(start, end - start));
        }
        start = i + 1;
      }
    }
    return found.rows;
  }

  private void requireRoom() {
    if (rows.size() == maxRows) {
      throw new RefusedException(
          HttpStatus.PAYLOAD_TOO_LARGE_413,
          "the request has more than " + maxRows + " rows; send fewer at a time");
    }
  }

  private void add(JsonParser json) throws IOException {
    requireRoom();
    long start = json.currentTokenLocation().getByteOffset();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw RefusedException.badRequest("row " + rows.size() + " must be an object");
    }
    json.skipChildren();
    long end = json.currentLocation().getByteOffset();
    rows.add(new Slice((int) start, (int) (end - start)));
  }
}
