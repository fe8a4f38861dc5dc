package dev.millrace.core.internal.sql;

import dev.millrace.core.Batch;
import dev.millrace.core.MillraceException;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlRowWriter;
import dev.millrace.core.sql.SqlTable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** JSON objects as text. */
public record JsonTable(List<SqlColumn> columns) implements SqlTable<String> {
  public JsonTable {
    columns = SqlColumn.checked(columns);
  }

  /** A parsed object: a value or null per column. */
  public static final class Parsed implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Object[] values;

    Parsed(Object[] values) {
      this.values = values;
    }
  }

  /** The table of what {@link #parse} gives. */
  public record ParsedTable(List<SqlColumn> columns) implements SqlTable<Parsed> {
    @Override
    public void write(Parsed row, SqlRowWriter out) throws Exception {
      for (int i = 0; i < columns.size(); i++) {
        Scalars.write(row.values[i], columns.get(i).type(), out);
      }
    }
  }

  public ParsedTable parsed() {
    return new ParsedTable(columns);
  }

  /**
   * Parses where the partitions are; what is no object of these columns becomes a dead letter.
   *
   * @param origin how dead letters name the operator
   */
  public Batch<Parsed> parse(Batch<String> batch, String origin) {
    return batch.pipe(new JsonStage(columns, origin));
  }

  @Override
  public void write(String text, SqlRowWriter out) throws Exception {
    Object[] values;
    try {
      values = new JsonReader(columns).read(text);
    } catch (IOException e) {
      throw new MillraceException(e.getMessage(), e);
    }
    parsed().write(new Parsed(values), out);
  }
}
