package dev.millrace.parquet;

import java.util.ArrayList;
import java.util.List;

/** Reads lists. */
final class ListNode extends ParquetNode {
  private final int level;
  private final int elementRepetition;
  private final ParquetNode element;
  private final int elementObjects;
  private final Assembly.ListOf assembly;

  /**
   * @param repetition how many lists it lies in, without itself
   * @param level the definition level of a list that is there, and empty
   */
  ListNode(
      String path,
      RowFaults faults,
      List<ParquetLeaf> leaves,
      int repetition,
      int level,
      ParquetNode element,
      Assembly.ListOf assembly) {
    super(path, faults, leaves, repetition);
    this.level = level;
    this.elementRepetition = repetition + 1;
    this.element = element;
    this.elementObjects = assembly.element().objects();
    this.assembly = assembly;
  }

  @Override
  Object next() {
    int there = level();
    if (there < level) {
      skip();
      return faults.placed(path, assembly.presence(), null);
    }
    List<Object> elements = new ArrayList<>();
    if (there == level) {
      skip();
    } else {
      do {
        if (faults.any()) {
          element.skip();
        } else {
          faults.countElement(path, elementObjects);
          elements.add(element.next());
        }
      } while (goesOn(elementRepetition));
    }
    return faults.any() ? null : assembly.presence().of(assembly.make().apply(elements));
  }
}
