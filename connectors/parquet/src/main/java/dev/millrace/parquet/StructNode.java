package dev.millrace.parquet;

import java.util.List;

/** Reads structs, or whole rows. */
final class StructNode extends ParquetNode {
  private final int level;
  private final ParquetNode[] parts;
  private final Assembly.Struct assembly;
  private final Object[] values;

  /**
   * @param level the definition level of a struct that is there
   * @param parts in the assembly's order; null for what is not in the file
   */
  StructNode(
      String path,
      RowFaults faults,
      List<ParquetLeaf> leaves,
      int repetition,
      int level,
      List<ParquetNode> parts,
      Assembly.Struct assembly) {
    super(path, faults, leaves, repetition);
    this.level = level;
    this.parts = parts.toArray(ParquetNode[]::new);
    this.assembly = assembly;
    this.values = new Object[this.parts.length];
  }

  @Override
  Object next() {
    if (level > 0 && level() < level) {
      skip();
      return faults.placed(path, assembly.presence(), null);
    }
    for (int i = 0; i < parts.length; i++) {
      values[i] = parts[i].next();
    }
    return faults.made(path, assembly, values);
  }

  /** What the fields of the last one were. */
  Object[] values() {
    return values;
  }
}
