package dev.millrace.core.internal.sql;

import dev.millrace.core.KeyValue;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlRowWriter;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.sql.SqlType;
import java.util.List;

/** A key and its value. */
public record PairTable<K, V>(SqlType key, SqlType value) implements SqlTable<KeyValue<K, V>> {
  public PairTable(Class<?> key, Class<?> value) {
    this(Scalars.type(key, "KeyValue.key"), Scalars.type(value, "KeyValue.value"));
  }

  @Override
  public List<SqlColumn> columns() {
    return List.of(new SqlColumn("key", key), new SqlColumn("value", value));
  }

  @Override
  public void write(KeyValue<K, V> pair, SqlRowWriter out) throws Exception {
    Scalars.write(pair.key(), key, out);
    Scalars.write(pair.value(), value, out);
  }
}
