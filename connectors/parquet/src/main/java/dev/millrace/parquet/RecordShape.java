package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;

/** Rows as Java records: each component takes the column of its name. */
record RecordShape<T>(Class<T> type) implements RowShape<T> {
  RecordShape {
    if (!type.isRecord() || type.getRecordComponents().length == 0) {
      throw new ConfigurationException(type.getName() + " is no record with components");
    }
  }

  @Override
  public Assembly.Struct assembly(String file, ColumnType.Struct columns) {
    return new RecordAssembly(file).struct(type, columns, Presence.REQUIRED, "");
  }
}
