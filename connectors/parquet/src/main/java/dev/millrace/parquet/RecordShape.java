package dev.millrace.parquet;

/** Rows as Java records: each component takes the column of its name. */
record RecordShape<T>(Class<T> type) implements RowShape<T> {
  RecordShape {
    RecordComponents.of(type);
  }

  @Override
  public Assembly.Struct assembly(String file, ColumnType.Struct columns) {
    return new RecordAssembly(file).struct(type, columns, Presence.REQUIRED, "");
  }
}
