package dev.millrace.ml.internal.prequential;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateUsage;
import dev.millrace.ml.Learner;
import dev.millrace.ml.instance.InstanceBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learners side by side on the same blocks. Used by one thread. */
public final class LearnerTracks {
  private static final Logger LOG = LoggerFactory.getLogger(LearnerTracks.class);

  /** Below this, handing work to other threads costs more than it saves. */
  private static final int ROWS_WORTH_A_TASK = 256;

  private final List<LearnerTrack> tracks = new ArrayList<>();
  private final TrackOptions options;
  private long rows;
  private long skippedRows;

  public LearnerTracks(Map<String, Learner<?>> learners, TrackOptions options) {
    this.options = options;
    learners.forEach((name, learner) -> tracks.add(new LearnerTrack(name, learner, options)));
  }

  /** In the order in which the learners were given. */
  public List<LearnerTrack> tracks() {
    return tracks;
  }

  /** Whether rows are predicted before they are learned. */
  public boolean predicts() {
    return options.predicts();
  }

  /** What is to be done with every partition of the next batch before it is learned. */
  public PartitionStep step() {
    return step(true);
  }

  /**
   * What is to be done with every partition of the next batch before {@link #run}.
   *
   * @param learns whether rows are learned, or predicted only
   */
  public PartitionStep step(boolean learns) {
    List<SharedLearner> shared =
        tracks.stream().map(track -> track.shared(learns)).flatMap(Optional::stream).toList();
    PartitionOutcome.Kept kept =
        shared.size() < tracks.size() && (learns || options.predicts())
            ? PartitionOutcome.Kept.FEATURES
            : options.predicts() ? PartitionOutcome.Kept.LABELS : PartitionOutcome.Kept.NOTHING;
    return new PartitionStep(shared, kept);
  }

  /**
   * Tests and trains every learner: those that learn row by row take the rows in order, the others
   * merge what the partitions add up to. They run beside each other, one task each.
   *
   * @param partitions what the {@link #step} gave for each partition, in their order
   * @param learns whether rows are learned, or predicted and scored only; as in the step
   */
  public void run(List<PartitionOutcome> partitions, TaskRunner runner, boolean learns) {
    int count = partitions.stream().mapToInt(PartitionOutcome::rows).sum();
    if (count == 0) {
      return;
    }
    rows += count;
    skippedRows += learns ? 0 : count;
    int[] slots = new int[tracks.size()];
    int next = 0;
    for (int i = 0; i < slots.length; i++) {
      slots[i] = tracks.get(i).isMerged() ? next++ : -1;
    }
    worthIt(count, runner).run(slots.length, i -> tracks.get(i).run(partitions, slots[i], learns));
  }

  /** How what every learner predicts for one row is kept. */
  public PredictionLayout layout() {
    return new PredictionLayout(
        tracks.stream().map(LearnerTrack::name).toList(),
        tracks.stream().map(LearnerTrack::width).toList());
  }

  /**
   * Tests and trains every learner where labels come later than their rows. Predictions are of this
   * {@link #layout}, {@linkplain PredictionLayout#empty empty} until they are asked for.
   *
   * @param learns whether rows whose labels came are learned, or scored only
   */
  public void runDelayed(List<DelayedStep> steps, TaskRunner runner, boolean learns) {
    int count = 0;
    for (DelayedStep step : steps) {
      int ofStep = step.block().rows();
      count += ofStep;
      if (step instanceof DelayedStep.Questions) {
        rows += ofStep;
      } else {
        skippedRows += learns ? 0 : ofStep;
      }
    }
    PredictionLayout layout = layout();
    worthIt(count, runner)
        .run(tracks.size(), i -> tracks.get(i).run(steps, i, layout.offset(i), learns));
  }

  /** The step with every block, where they are all at hand. */
  public List<PartitionOutcome> runStep(
      PartitionStep step, List<InstanceBlock> blocks, TaskRunner runner) {
    int count = blocks.stream().mapToInt(InstanceBlock::rows).sum();
    PartitionOutcome[] partitions = new PartitionOutcome[blocks.size()];
    (step.isEmpty() ? TaskRunner.inOrder() : worthIt(count, runner))
        .run(partitions.length, i -> partitions[i] = step.run(blocks.get(i)));
    return List.of(partitions);
  }

  private static TaskRunner worthIt(int count, TaskRunner runner) {
    return count < ROWS_WORTH_A_TASK ? TaskRunner.inOrder() : runner;
  }

  /** How many rows came. */
  public long rows() {
    return rows;
  }

  /** How many rows were to be learned, and were not because their batch was degraded. */
  public long skippedRows() {
    return skippedRows;
  }

  /** What the learners together take of their budgets; empty if they have none. */
  public Optional<StateUsage> usage() {
    return tracks.stream()
        .map(LearnerTrack::usage)
        .flatMap(Optional::stream)
        .reduce(StateUsage::plus);
  }

  public void save(StateWriter out) {
    out.put("rows", rows);
    if (skippedRows > 0) {
      out.put("skippedRows", skippedRows);
    }
    out.put("learners", nested -> tracks.forEach(track -> nested.put(track.name(), track::save)));
  }

  /** Takes over what {@link #save} wrote, learner by learner, by name. */
  public void restore(StateReader in) {
    rows = in.getLong("rows");
    skippedRows = in.has("skippedRows") ? in.getLong("skippedRows") : 0;
    StateReader learners = in.get("learners");
    List<String> left = new ArrayList<>(learners.names());
    for (LearnerTrack track : tracks) {
      if (left.remove(track.name())) {
        track.restore(learners.get(track.name()));
      } else {
        LOG.info("learner '{}' is new, it starts empty", track.name());
      }
    }
    for (String name : left) {
      LOG.info("learner '{}' is gone, what it learned is dropped", name);
    }
  }
}
