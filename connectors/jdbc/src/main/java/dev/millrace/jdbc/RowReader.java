package dev.millrace.jdbc;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.DeadLetter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** Makes values, or dead letters, of the rows of a source. Used by one thread at a time. */
final class RowReader<T> {
  private final String split;
  private final Layout<T> layout;
  private final FieldReader[] fields;

  /** Of the row that was read last; null where it is not known. */
  private final Object[] values;

  RowReader(String split, Layout<T> layout) {
    this.split = split;
    this.layout = layout;
    this.fields = layout.decoder().fields().toArray(FieldReader[]::new);
    this.values = new Object[fields.length];
  }

  /**
   * Hands on what becomes of a row.
   *
   * @return how many bytes that takes in memory, about
   * @throws SQLException when the database is away
   */
  long read(ResultSet row, Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
    T value;
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = fields[i].read(row, i + 1);
      }
      value = layout.decoder().make(values);
    } catch (SQLException e) {
      if (Failures.isPassing(e)) {
        throw e;
      }
      return reject(row, Failures.line(e), rejects);
    } catch (Exception e) {
      String reason = e instanceof BadRowException ? e.getMessage() : e.toString();
      return reject(row, reason, rejects);
    }
    out.emit(value);
    return RowBytes.of(values);
  }

  private long reject(ResultSet row, String reason, Emitter<DeadLetter> rejects) throws Exception {
    Arrays.fill(values, null);
    DeadLetter letter = letter(row, reason);
    rejects.emit(letter);
    return RowBytes.of(letter.position(), letter.reason(), letter.record());
  }

  /** Adds the values of the row that was read last by which it is followed. */
  void addKey(ResultSet row, List<Object> keys) throws SQLException {
    layout.order().addKey(row, layout.keyColumns(), values, keys);
  }

  private DeadLetter letter(ResultSet row, String reason) throws SQLException {
    List<String> names = layout.decoder().columns();
    StringJoiner record = new StringJoiner(", ", "{", "}");
    for (int i = 0; i < names.size(); i++) {
      record.add(names.get(i) + "=" + row.getString(1 + i));
    }
    Place place = layout.order().place(layout.order().key(row, layout.keyColumns()));
    return new DeadLetter(
        "jdbc", split + " " + place.toOffset().value(), reason, record.toString());
  }
}
