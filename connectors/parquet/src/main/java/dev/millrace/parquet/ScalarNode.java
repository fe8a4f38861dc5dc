package dev.millrace.parquet;

import java.time.DateTimeException;
import java.util.List;

/** Reads single values. */
final class ScalarNode extends ParquetNode {
  private final ParquetLeaf leaf;
  private final ParquetColumn.Reader reader;
  private final Assembly.Scalar assembly;
  private final boolean isShareable;
  private final boolean isPlain;
  private final boolean isCounted;

  ScalarNode(
      String path,
      RowFaults faults,
      ParquetLeaf leaf,
      int repetition,
      ParquetColumn column,
      Assembly.Scalar assembly) {
    super(path, faults, List.of(leaf), repetition);
    this.leaf = leaf;
    this.reader = column.reader();
    this.isShareable = column.isShareable();
    this.assembly = assembly;
    this.isPlain = assembly.isPlain();
    this.isCounted = leaf.isInList() && RowFaults.hasContent(column.kind());
  }

  @Override
  Object next() {
    Object value = null;
    try {
      if (leaf.isThere()) {
        value = isShareable ? leaf.shared(reader) : reader.read(leaf.reader());
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      faults.report(path, e);
    }
    leaf.reader().consume();
    if (isCounted) {
      faults.countContent(path, value);
    }
    return value != null && isPlain ? value : faults.adapted(path, assembly, value);
  }
}
