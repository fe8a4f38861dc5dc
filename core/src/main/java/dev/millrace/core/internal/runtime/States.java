package dev.millrace.core.internal.runtime;

import dev.millrace.core.BatchProcessor;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.checkpoint.StateFiles;
import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.internal.graph.LateCounted;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.graph.Rows;
import dev.millrace.core.internal.graph.Stateful;
import dev.millrace.core.internal.graph.StreamTime;
import dev.millrace.core.internal.state.DamagedStateException;
import dev.millrace.core.state.StateTable;
import dev.millrace.core.state.StateUsage;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operators of a run remember, by the names that the user gave them. */
final class States {
  private static final Logger LOG = LoggerFactory.getLogger(States.class);

  /** By name, so that a checkpoint does not depend on the order of the pipeline's lines. */
  private final Map<String, Checkpointed> byName = new TreeMap<>();

  private final IdentityHashMap<Stateful<?>, Checkpointed> byOperator = new IdentityHashMap<>();
  private final Map<String, byte[]> saved = new TreeMap<>();
  private final Map<String, List<StateRange>> savedFiles = new TreeMap<>();

  States(List<Operator<?>> operators, Engine engine, int partitions) {
    for (Operator<?> operator : operators) {
      if (operator instanceof Stateful<?> stateful) {
        Checkpointed state = stateful.newState(engine, partitions);
        byOperator.put(stateful, state);
        byName.put(operator.label(), state);
      }
    }
  }

  @SuppressWarnings("unchecked") // newState of the operator made it
  <S extends Checkpointed> S of(Stateful<S> operator) {
    return (S) byOperator.get(operator);
  }

  /**
   * Takes over what the checkpoint holds.
   *
   * @param fresh names that start empty, or are dropped
   */
  void restore(Checkpoint checkpoint, Optional<Storage> storage, Set<String> fresh) {
    for (String name : checkpoint.names()) {
      if (!byName.containsKey(name) && !fresh.contains(name)) {
        throw new ConfigurationException(
            "the checkpoint of batch "
                + checkpoint.batchId()
                + " holds state of '"
                + name
                + "', which the pipeline no longer has; give the operator its name back, or drop"
                + " the state with StreamingConfig.withFresh(\""
                + name
                + "\")");
      }
    }
    byName.forEach((name, state) -> restore(checkpoint, storage, name, state, fresh));
  }

  private static void restore(
      Checkpoint checkpoint,
      Optional<Storage> storage,
      String name,
      Checkpointed state,
      Set<String> fresh) {
    if (fresh.contains(name)) {
      LOG.info("'{}' starts afresh, as asked", name);
    } else if (!checkpoint.parts().containsKey(name)) {
      LOG.info("'{}' is new, it starts empty", name);
    } else {
      try {
        byte[] bytes = checkpoint.parts().get(name);
        state.restore(
            storage
                .map(files -> StateReader.of(name, bytes, files))
                .orElseGet(() -> StateReader.of(name, bytes)));
      } catch (RuntimeException e) {
        if (DamagedStateException.isCauseOf(e)) {
          throw new DamagedStateException("state of '" + name + "': " + e.getMessage());
        }
        throw new CheckpointException(
            "state of '"
                + name
                + "' in the checkpoint of batch "
                + checkpoint.batchId()
                + " does not fit: "
                + e.getMessage()
                + "; undo the change, or start it empty with StreamingConfig.withFresh(\""
                + name
                + "\")",
            e);
      }
    }
  }

  /** Encodes every part; what has not changed since the last time is not encoded again. */
  Map<String, byte[]> save(StateFiles files) {
    byName.forEach(
        (name, state) -> {
          if (!saved.containsKey(name) || !state.unchangedSinceSave()) {
            StateWriter out = new StateWriter(files);
            state.save(out);
            saved.put(name, out.toBytes());
            savedFiles.put(name, out.uses());
          }
        });
    return saved;
  }

  /** The state files without which what was saved last is not whole. */
  List<StateRange> files() {
    return savedFiles.values().stream().flatMap(List::stream).toList();
  }

  void committed(long batchId) {
    for (Checkpointed state : byName.values()) {
      state.committed(batchId);
    }
  }

  /** How many keys or held values each part has that can tell. */
  Map<String, Long> rows() {
    Map<String, Long> rows = new LinkedHashMap<>();
    byName.forEach(
        (name, state) -> {
          if (state instanceof StateTable<?, ?> table) {
            rows.put(name, table.size());
          } else if (state instanceof Rows part) {
            rows.put(name, part.rows());
          } else if (state instanceof BatchProcessor<?, ?> processor) {
            processor.stateRows().ifPresent(count -> rows.put(name, count));
          }
        });
    return rows;
  }

  /** How many rows of the batch at hand each part passed over because it was degraded. */
  Map<String, Long> skippedRows() {
    Map<String, Long> skipped = new LinkedHashMap<>();
    byName.forEach(
        (name, state) -> {
          if (state instanceof BatchProcessor<?, ?> processor && processor.skippedRows() > 0) {
            skipped.put(name, processor.skippedRows());
          }
        });
    return skipped;
  }

  /** What the batch at hand did to each budget. */
  Map<String, StateUsage> usage() {
    Map<String, StateUsage> usage = new LinkedHashMap<>();
    byName.forEach(
        (name, state) -> {
          Optional<StateUsage> own = Optional.empty();
          if (state instanceof StateTable<?, ?> table) {
            own = table.usage();
          } else if (state instanceof Rows part) {
            own = part.usage();
          } else if (state instanceof BatchProcessor<?, ?> processor) {
            own = processor.usage();
          }
          own.ifPresent(known -> usage.put(name, known));
        });
    return usage;
  }

  /** How far each stream with event time is complete, if anything of it is. */
  Map<String, Instant> watermarks() {
    Map<String, Instant> watermarks = new LinkedHashMap<>();
    byName.forEach(
        (name, state) -> {
          if (state instanceof StreamTime time) {
            time.watermark().time().ifPresent(instant -> watermarks.put(name, instant));
          }
        });
    return watermarks;
  }

  /** How many records each part left out of the batch at hand because they were late. */
  Map<String, Long> lateRecords() {
    Map<String, Long> late = new LinkedHashMap<>();
    byName.forEach(
        (name, state) -> {
          if (state instanceof LateCounted<?, ?> counting) {
            late.put(name, counting.lateRecords());
          }
        });
    return late;
  }
}
