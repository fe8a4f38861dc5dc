package dev.millrace.core.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.internal.state.StoredTable;
import dev.millrace.core.source.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two checkpoints, side by side.
 *
 * @param offsets where sources go on, of those splits that differ
 * @param parts every part of either, by name
 * @param tables every table of either whose codecs are among those of {@link
 *     dev.millrace.core.state.StateCodecs}, by the part that holds it and its place in there
 */
public record CheckpointDiff(
    List<OffsetChange> offsets, List<PartChange> parts, List<TableChange> tables) {
  /** How many keys that differ are shown of a table. */
  private static final int EXAMPLES = 5;

  public CheckpointDiff {
    offsets = List.copyOf(offsets);
    parts = List.copyOf(parts);
    tables = List.copyOf(tables);
  }

  /** Where a split goes on; empty where it is not known. */
  public record OffsetChange(
      String source, String split, Optional<Offset> before, Optional<Offset> after) {}

  /** The hash of what a part says; empty where there is none of that name. */
  public record PartChange(String name, Optional<String> before, Optional<String> after) {
    public boolean isSame() {
      return before.equals(after);
    }
  }

  /**
   * How a table differs.
   *
   * @param keysBefore how many keys it had
   * @param keysAfter how many it has
   * @param added keys that came
   * @param removed keys that went
   * @param changed keys whose state, or the time that is kept of it, is another
   * @param examples the first few of all these, in the order of the keys as they are stored
   */
  public record TableChange(
      String name,
      long keysBefore,
      long keysAfter,
      long added,
      long removed,
      long changed,
      List<KeyChange> examples) {
    public TableChange {
      examples = List.copyOf(examples);
    }
  }

  /** A key and its states, for people; empty where it has none. */
  public record KeyChange(String key, Optional<String> before, Optional<String> after) {}

  /** Whether both say the same. */
  public boolean isSame() {
    return offsets.isEmpty() && parts.stream().allMatch(PartChange::isSame);
  }

  /**
   * @throws CheckpointException when a state file is damaged or missing
   */
  static CheckpointDiff of(
      Checkpoint before, Storage beforeFiles, Checkpoint after, Storage afterFiles) {
    Map<String, StoredTable> tablesBefore = tables(before, beforeFiles);
    Map<String, StoredTable> tablesAfter = tables(after, afterFiles);
    List<TableChange> tables = new ArrayList<>();
    for (String name : union(tablesBefore.keySet(), tablesAfter.keySet())) {
      tables.add(
          table(
              name,
              Optional.ofNullable(tablesBefore.get(name)),
              Optional.ofNullable(tablesAfter.get(name))));
    }
    return new CheckpointDiff(
        offsets(before.offsets(), after.offsets()),
        parts(
            CheckpointContent.of(before, beforeFiles).parts(),
            CheckpointContent.of(after, afterFiles).parts()),
        tables);
  }

  private static List<OffsetChange> offsets(
      Map<String, Map<String, Offset>> before, Map<String, Map<String, Offset>> after) {
    List<OffsetChange> changes = new ArrayList<>();
    for (String source : union(before.keySet(), after.keySet())) {
      Map<String, Offset> splitsBefore = before.getOrDefault(source, Map.of());
      Map<String, Offset> splitsAfter = after.getOrDefault(source, Map.of());
      for (String split : union(splitsBefore.keySet(), splitsAfter.keySet())) {
        Optional<Offset> one = Optional.ofNullable(splitsBefore.get(split));
        Optional<Offset> other = Optional.ofNullable(splitsAfter.get(split));
        if (!one.equals(other)) {
          changes.add(new OffsetChange(source, split, one, other));
        }
      }
    }
    return changes;
  }

  private static List<PartChange> parts(Map<String, String> before, Map<String, String> after) {
    return union(before.keySet(), after.keySet()).stream()
        .map(
            name ->
                new PartChange(
                    name,
                    Optional.ofNullable(before.get(name)),
                    Optional.ofNullable(after.get(name))))
        .toList();
  }

  private static Map<String, StoredTable> tables(Checkpoint checkpoint, Storage files) {
    Map<String, StoredTable> tables = new TreeMap<>();
    checkpoint
        .parts()
        .forEach((name, bytes) -> StoredTable.findAll(StateReader.of(name, bytes, files), tables));
    return tables;
  }

  private static TableChange table(
      String name, Optional<StoredTable> before, Optional<StoredTable> after) {
    SortedMap<byte[], StoredTable.Entry> old = entries(before);
    SortedMap<byte[], StoredTable.Entry> now = entries(after);
    StoredTable texts = after.or(() -> before).orElseThrow();
    long added = 0;
    long removed = 0;
    long changed = 0;
    List<KeyChange> examples = new ArrayList<>();
    SortedMap<byte[], StoredTable.Entry> all = new TreeMap<>(old.comparator());
    all.putAll(old);
    all.putAll(now);
    for (byte[] key : all.keySet()) {
      Optional<StoredTable.Entry> one = Optional.ofNullable(old.get(key));
      Optional<StoredTable.Entry> other = Optional.ofNullable(now.get(key));
      if (one.equals(other)) {
        continue;
      }
      added += one.isEmpty() ? 1 : 0;
      removed += other.isEmpty() ? 1 : 0;
      changed += one.isPresent() && other.isPresent() ? 1 : 0;
      if (examples.size() < EXAMPLES) {
        examples.add(
            new KeyChange(
                texts.keyText(key),
                one.map(entry -> before.orElseThrow().stateText(entry)),
                other.map(entry -> after.orElseThrow().stateText(entry))));
      }
    }
    return new TableChange(name, old.size(), now.size(), added, removed, changed, examples);
  }

  private static SortedMap<byte[], StoredTable.Entry> entries(Optional<StoredTable> table) {
    return table.map(StoredTable::entries).orElseGet(StoredTable::noEntries);
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }
}
