package dev.millrace.parquet;

/** Reads the structs of a record batch, or its rows. Used by one thread. */
final class ArrowRows implements ArrowNode {
  private final String path;
  private final RowFaults faults;
  private final ArrowNode[] parts;
  private final Assembly.Struct assembly;
  private final Object[] values;

  ArrowRows(String path, RowFaults faults, ArrowNode[] parts, Assembly.Struct assembly) {
    this.path = path;
    this.faults = faults;
    this.parts = parts;
    this.assembly = assembly;
    this.values = new Object[parts.length];
  }

  @Override
  public Object read(int row) {
    for (int i = 0; i < parts.length; i++) {
      values[i] = parts[i].read(row);
    }
    return faults.made(path, assembly, values);
  }

  /** What the fields of the last one were. */
  Object[] values() {
    return values;
  }
}
