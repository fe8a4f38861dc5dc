package dev.millrace.kinesis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** The shards of a stream, and which of them descend from which by splits and merges. Immutable. */
final class Lineage {
  /** The parents that are listed themselves; those that are not have expired. */
  private final SortedMap<String, List<String>> parents = new TreeMap<>();

  private final Set<String> closed = new HashSet<>();

  Lineage(Collection<Shard> shards) {
    for (Shard shard : shards) {
      parents.put(shard.shardId(), List.of());
      if (shard.sequenceNumberRange().endingSequenceNumber() != null) {
        closed.add(shard.shardId());
      }
    }
    for (Shard shard : shards) {
      List<String> listed =
          Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
              .filter(parent -> parent != null && parents.containsKey(parent))
              .toList();
      parents.put(shard.shardId(), listed);
    }
  }

  /** Whether a shard was split or merged, and nothing comes any more. */
  boolean isClosed(String shard) {
    return closed.contains(shard);
  }

  /** All shards, ascending. */
  Set<String> shards() {
    return parents.keySet();
  }

  /**
   * The shards to read: those whose parents have been read to their ends, and that have not
   * themselves left the stage to their children.
   *
   * @param begun shards that something has been read of
   * @param isFinished whether a shard has been read to its end
   */
  List<String> readable(Set<String> begun, Predicate<String> isFinished) {
    Set<String> past = ancestors(begun);
    Map<String, Boolean> finished = new HashMap<>();
    List<String> readable = new ArrayList<>();
    parents.forEach(
        (shard, ofShard) -> {
          boolean isFree =
              ofShard.stream()
                  .allMatch(
                      parent ->
                          past.contains(parent)
                              || finished.computeIfAbsent(parent, isFinished::test));
          if (isFree && !past.contains(shard)) {
            readable.add(shard);
          }
        });
    return readable;
  }

  /** The shards that descendants have been read of, and that are finished therefore. */
  Set<String> ancestors(Set<String> begun) {
    Set<String> ancestors = new HashSet<>();
    List<String> left = new ArrayList<>(begun);
    while (!left.isEmpty()) {
      for (String parent : parents.getOrDefault(left.remove(left.size() - 1), List.of())) {
        if (ancestors.add(parent)) {
          left.add(parent);
        }
      }
    }
    return ancestors;
  }
}
