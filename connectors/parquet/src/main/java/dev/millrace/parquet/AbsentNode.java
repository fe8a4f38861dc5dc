package dev.millrace.parquet;

import java.util.List;

/** Stands for what a file lacks. */
final class AbsentNode extends ParquetNode {
  private final Presence presence;

  AbsentNode(String path, RowFaults faults, Presence presence) {
    super(path, faults, List.of(), 0);
    this.presence = presence;
  }

  @Override
  Object next() {
    return presence.of(null);
  }
}
