package dev.millrace.parquet;

import java.util.Optional;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * A place for values, at most one of which may be missing: a column, a field of a struct, a list's
 * elements, a map's keys or values.
 *
 * @param path for messages
 * @param name in the schema
 */
record OutField(String path, String name, boolean isRequired, OutValue value) {
  Type type() {
    return value.column(name, isRequired ? Repetition.REQUIRED : Repetition.OPTIONAL);
  }

  /**
   * @param index among the fields of its group
   * @param some null, an Optional, or a value
   * @throws IllegalArgumentException when it is required and missing, or does not fit
   */
  void write(int index, Object some, RecordConsumer out) {
    Object present = some instanceof Optional<?> optional ? optional.orElse(null) : some;
    if (present != null) {
      out.startField(name, index);
      value.write(present, out);
      out.endField(name, index);
    } else if (isRequired) {
      throw new IllegalArgumentException("column '" + path + "' is required, got none");
    }
  }
}
