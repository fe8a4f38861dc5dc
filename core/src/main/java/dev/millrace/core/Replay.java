package dev.millrace.core;

import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointDiff;
import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.internal.runtime.Pipeline;
import dev.millrace.core.internal.runtime.PipelineAccess;
import dev.millrace.core.internal.runtime.ReplayRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Travel in time: computes again what a pipeline computed between two of its checkpoints, from the
 * first of them and with exactly the records that each batch had, and compares what comes out with
 * the second. The same code gives the same {@linkplain CheckpointStore#content content}; changed
 * code shows what it would have learned.
 *
 * <pre>{@code
 * Replay.Result result =
 *     Replay.of(Storage.local(Path.of("state/fraud")), 84)
 *         .until(86)
 *         .run(config, context -> Fraud.describe(context), Path.of("scratch"));
 * if (!result.diff().isSame()) { … }
 * }</pre>
 *
 * <p>Nothing outside is touched: the checkpoint is only read, the replay has one of its own in a
 * scratch directory; sinks, {@code foreachBatch} and listeners are muted; sources are read, but not
 * told that anything is committed. Needed are the plans of the batches, which are kept since the
 * oldest retained checkpoint ({@link StreamingConfig#retainCheckpoints}), and sources that still
 * have the records. May be called while the pipeline runs. Immutable; the replay runs on the
 * caller's thread.
 */
public final class Replay {
  private final Storage storage;
  private final long from;
  private final OptionalLong until;
  private final Set<String> kept;

  private Replay(Storage storage, long from, OptionalLong until, Set<String> kept) {
    this.storage = Objects.requireNonNull(storage, "storage");
    this.from = from;
    this.until = until;
    this.kept = Set.copyOf(kept);
  }

  /**
   * What came of a replay.
   *
   * @param from the checkpoint that it began with
   * @param until the one that it was compared with
   * @param diff from what is stored to what came out
   * @param replayed where the checkpoint of {@code until} is that came out
   */
  public record Result(long from, long until, CheckpointDiff diff, CheckpointStore replayed) {}

  /**
   * @param storage the pipeline's checkpoints
   * @param from the checkpoint to begin with
   */
  public static Replay of(Storage storage, long from) {
    return new Replay(storage, from, OptionalLong.empty(), Set.of());
  }

  /** Ends with another checkpoint than the newest. */
  public Replay until(long value) {
    return new Replay(storage, from, OptionalLong.of(value), kept);
  }

  /** Lets these sinks write: the description gives them another place than usual. */
  public Replay withSinks(String... names) {
    Set<String> all = new LinkedHashSet<>(kept);
    all.addAll(Arrays.asList(names));
    return new Replay(storage, from, until, all);
  }

  /**
   * Computes and compares.
   *
   * @param config of the pipeline; where its checkpoint is does not matter
   * @param description the pipeline, as it is described before it is started
   * @param scratch for the checkpoint of the replay; empty or not there
   * @throws CheckpointException when a checkpoint or plan is not there or damaged, the state does
   *     not fit the pipeline, or {@code scratch} is not empty
   * @throws ConfigurationException when {@code until} is not after {@code from}, or the pipeline
   *     lacks what the checkpoint has
   * @throws MillraceException when a batch fails
   */
  public Result run(StreamingConfig config, Consumer<StreamingContext> description, Path scratch) {
    CheckpointStore store = CheckpointStore.open(storage);
    Checkpoint start = store.read(from);
    long end = until.orElseGet(() -> newest(store));
    if (end <= from) {
      throw new ConfigurationException(
          "a replay from checkpoint " + from + " must end after it, got " + end);
    }
    store.read(end);
    Storage copy = Storage.local(scratch);
    StreamingContext context =
        StreamingContext.create(
            config
                .withCheckpoint(copy)
                .withCheckpointPolicy(CheckpointPolicy.everyBatches(Integer.MAX_VALUE))
                .withoutShutdownHook());
    description.accept(context);
    Pipeline pipeline = PipelineAccess.of(context);
    pipeline.mute(kept);
    try {
      new ReplayRun(storage, copy, start, end).run(pipeline);
    } catch (IOException e) {
      throw new CheckpointException("replay from " + storage + " in " + copy + ": " + e, e);
    }
    CheckpointStore replayed = CheckpointStore.open(copy);
    return new Result(from, end, store.diff(end, replayed, end), replayed);
  }

  private static long newest(CheckpointStore store) {
    return store.newest().orElseThrow().batchId();
  }
}
