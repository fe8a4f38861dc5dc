package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.checkpoint.StateRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The state files of a directory, by key and batch. */
final class StateFileNames {
  private final Map<String, NavigableMap<Long, List<StateRange.FileName>>> byKey = new HashMap<>();

  static StateFileNames of(List<String> names) {
    StateFileNames files = new StateFileNames();
    for (String name : names) {
      StateRange.FileName.parse(name).ifPresent(files::add);
    }
    return files;
  }

  void add(StateRange.FileName file) {
    List<StateRange.FileName> ofBatch =
        byKey
            .computeIfAbsent(file.key(), key -> new TreeMap<>())
            .computeIfAbsent(file.batchId(), batch -> new ArrayList<>());
    if (!ofBatch.contains(file)) {
      ofBatch.add(file);
    }
  }

  /** Those of a range. */
  List<StateRange.FileName> in(StateRange range) {
    NavigableMap<Long, List<StateRange.FileName>> batches = byKey.get(range.key());
    if (batches == null || range.files() == 0 || range.from() > range.last()) {
      return List.of();
    }
    return batches.subMap(range.from(), true, range.last(), true).values().stream()
        .flatMap(List::stream)
        .filter(range::contains)
        .toList();
  }

  /** Takes out those of batches after one. */
  List<StateRange.FileName> removeAfter(long batchId) {
    List<StateRange.FileName> gone = new ArrayList<>();
    for (NavigableMap<Long, List<StateRange.FileName>> batches : byKey.values()) {
      NavigableMap<Long, List<StateRange.FileName>> after = batches.tailMap(batchId, false);
      after.values().forEach(gone::addAll);
      after.clear();
    }
    return gone;
  }

  /** Takes out those that none of the ranges needs; costs no more than there are of these. */
  List<StateRange.FileName> removeUnused(List<StateRange> needed) {
    Map<String, List<StateRange>> ranges = new HashMap<>();
    needed.forEach(
        range -> ranges.computeIfAbsent(range.key(), key -> new ArrayList<>()).add(range));
    List<StateRange.FileName> gone = new ArrayList<>();
    byKey.forEach(
        (key, batches) -> {
          List<StateRange> ofKey = ranges.getOrDefault(key, List.of());
          long newest = ofKey.stream().mapToLong(StateRange::from).max().orElse(Long.MAX_VALUE);
          var candidates = batches.headMap(newest, false).values().iterator();
          while (candidates.hasNext()) {
            List<StateRange.FileName> ofBatch = candidates.next();
            if (ofBatch.stream()
                .noneMatch(file -> ofKey.stream().anyMatch(r -> r.contains(file)))) {
              gone.addAll(ofBatch);
              candidates.remove();
            }
          }
        });
    byKey.values().removeIf(Map::isEmpty);
    return gone;
  }
}
