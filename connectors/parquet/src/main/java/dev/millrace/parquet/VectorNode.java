package dev.millrace.parquet;

import java.util.List;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Reads lists of numbers into primitive arrays. */
final class VectorNode extends ParquetNode {
  private final ParquetLeaf leaf;
  private final int level;
  private final int elementRepetition;
  private final Assembly.VectorOf assembly;
  private final Numbers numbers;
  private final Adder adder;

  /** Adds the number at hand. */
  @FunctionalInterface
  private interface Adder {
    void add(ColumnReader reader);
  }

  /**
   * @param repetition how many lists it lies in, without itself
   * @param level the definition level of a list that is there, and empty
   * @param number what the numbers are in the file
   */
  VectorNode(
      String path,
      RowFaults faults,
      ParquetLeaf leaf,
      int repetition,
      int level,
      PrimitiveType number,
      Assembly.VectorOf assembly) {
    super(path, faults, List.of(leaf), repetition);
    this.leaf = leaf;
    this.level = level;
    this.elementRepetition = repetition + 1;
    this.assembly = assembly;
    this.numbers = assembly.kind().numbers();
    this.adder = adder(numbers, number);
  }

  private static Adder adder(Numbers numbers, PrimitiveType number) {
    PrimitiveTypeName stored = number.getPrimitiveTypeName();
    if (numbers instanceof Numbers.Doubles doubles) {
      return switch (stored) {
        case INT32 -> reader -> doubles.add(reader.getInteger());
        case FLOAT -> reader -> doubles.add(reader.getFloat());
        default -> reader -> doubles.add(reader.getDouble());
      };
    }
    if (numbers instanceof Numbers.Floats floats) {
      return reader -> floats.add(reader.getFloat());
    }
    if (numbers instanceof Numbers.Longs longs) {
      boolean isUnsigned = ParquetColumn.of(number).kind() == ValueKind.LONG;
      if (stored == PrimitiveTypeName.INT64) {
        return reader -> longs.add(reader.getLong());
      }
      return isUnsigned
          ? reader -> longs.add(Integer.toUnsignedLong(reader.getInteger()))
          : reader -> longs.add(reader.getInteger());
    }
    Numbers.Ints ints = (Numbers.Ints) numbers;
    return reader -> ints.add(reader.getInteger());
  }

  @Override
  Object next() {
    int there = level();
    if (there < level) {
      skip();
      return faults.placed(path, assembly.presence(), null);
    }
    numbers.clear();
    if (there == level) {
      skip();
    } else {
      readNumbers();
    }
    return faults.any() ? null : assembly.presence().of(numbers.array());
  }

  private void readNumbers() {
    ColumnReader reader = leaf.reader();
    int index = 0;
    do {
      if (faults.any()) {
        leaf.pass(elementRepetition);
      } else {
        if (leaf.isThere()) {
          adder.add(reader);
          faults.count(path, Double.BYTES);
        } else {
          faults.report(
              path + "[" + index + "]", "expected " + assembly.kind().element() + ", got null");
        }
        reader.consume();
      }
      index++;
    } while (leaf.repetition() == elementRepetition);
  }
}
