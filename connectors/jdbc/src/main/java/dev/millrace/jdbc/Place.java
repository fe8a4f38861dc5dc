package dev.millrace.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.core.SourceException;
import dev.millrace.core.source.Offset;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * A place in the order of rows: behind the row, or the rows, with these values.
 *
 * @param values of the columns of the order, as text; none for before all rows
 */
record Place(List<String> values) implements Serializable {
  static final Place START = new Place(List.of());

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_LENGTH = 1000;

  Place {
    values = List.copyOf(values);
  }

  boolean isStart() {
    return values.isEmpty();
  }

  /** As a JSON array of texts. */
  Offset toOffset() {
    String text;
    try {
      text = JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new SourceException("a place " + values + " cannot be written", e);
    }
    if (text.length() > MAX_LENGTH) {
      throw new SourceException(
          "the values by which rows are followed take "
              + text.length()
              + " characters, limit "
              + MAX_LENGTH
              + "; take shorter columns");
    }
    return new Offset(text);
  }

  /**
   * @param width how many columns the order has
   */
  static Place of(Offset offset, int width) {
    List<String> values;
    try {
      values = JSON.readValue(offset.value(), new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw strange(offset, width, e);
    }
    if (values == null
        || values.stream().anyMatch(Objects::isNull)
        || (!values.isEmpty() && values.size() != width)) {
      throw strange(offset, width, null);
    }
    return new Place(values);
  }

  private static SourceException strange(Offset offset, int width, Exception cause) {
    return new SourceException(
        "expected an offset of "
            + width
            + " values of the columns that order the rows, got '"
            + offset.value()
            + "'; the columns changed, so name the source anew",
        cause);
  }
}
