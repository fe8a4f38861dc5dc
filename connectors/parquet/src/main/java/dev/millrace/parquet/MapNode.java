package dev.millrace.parquet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads maps. The last value of a key counts, as the format says. */
final class MapNode extends ParquetNode {
  private final int level;
  private final int entryRepetition;
  private final ParquetNode key;
  private final ParquetNode value;
  private final int entryObjects;
  private final Assembly.MapOf assembly;

  /**
   * @param repetition how many lists and maps it lies in, without itself
   * @param level the definition level of a map that is there, and empty
   */
  MapNode(
      String path,
      RowFaults faults,
      List<ParquetLeaf> leaves,
      int repetition,
      int level,
      ParquetNode key,
      ParquetNode value,
      Assembly.MapOf assembly) {
    super(path, faults, leaves, repetition);
    this.level = level;
    this.entryRepetition = repetition + 1;
    this.key = key;
    this.value = value;
    this.entryObjects = assembly.entryObjects();
    this.assembly = assembly;
  }

  @Override
  Object next() {
    int there = level();
    if (there < level) {
      skip();
      return faults.placed(path, assembly.presence(), null);
    }
    Map<Object, Object> entries = new LinkedHashMap<>();
    if (there == level) {
      skip();
    } else {
      do {
        if (faults.any()) {
          key.skip();
          value.skip();
        } else {
          faults.countElement(path, entryObjects);
          entries.put(key.next(), value.next());
        }
      } while (goesOn(entryRepetition));
    }
    return faults.any() ? null : assembly.presence().of(assembly.make().apply(entries));
  }
}
