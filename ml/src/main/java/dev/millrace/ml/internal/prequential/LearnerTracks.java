package dev.millrace.ml.internal.prequential;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Learner;
import dev.millrace.ml.instance.InstanceBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learners side by side on the same blocks. Used by one thread. */
public final class LearnerTracks {
  private static final Logger LOG = LoggerFactory.getLogger(LearnerTracks.class);

  /** Below this, handing work to other threads costs more than it saves. */
  private static final int ROWS_WORTH_A_TASK = 256;

  private final List<LearnerTrack> tracks = new ArrayList<>();
  private long rows;

  public LearnerTracks(Map<String, Learner<?>> learners, TrackOptions options) {
    learners.forEach((name, learner) -> tracks.add(new LearnerTrack(name, learner, options)));
  }

  /** In the order in which the learners were given. */
  public List<LearnerTrack> tracks() {
    return tracks;
  }

  /**
   * Tests and trains every learner. Those that learn row by row take the blocks in order and run
   * beside each other; those that are merged spread a batch over the threads.
   */
  public void run(List<? extends InstanceBlock> blocks, TaskRunner runner) {
    int count = blocks.stream().mapToInt(InstanceBlock::rows).sum();
    if (count == 0) {
      return;
    }
    rows += count;
    boolean worthIt = count >= ROWS_WORTH_A_TASK;
    TaskRunner used = worthIt ? runner : TaskRunner.inOrder();
    List<LearnerTrack> alone = new ArrayList<>();
    for (LearnerTrack track : tracks) {
      if (track.isParallel()) {
        track.run(blocks, used);
      } else {
        alone.add(track);
      }
    }
    (alone.size() > 1 ? used : TaskRunner.inOrder())
        .run(alone.size(), i -> alone.get(i).run(blocks, TaskRunner.inOrder()));
  }

  /** How many rows came. */
  public long rows() {
    return rows;
  }

  public void save(StateWriter out) {
    out.put("rows", rows);
    out.put("learners", nested -> tracks.forEach(track -> nested.put(track.name(), track::save)));
  }

  /** Takes over what {@link #save} wrote, learner by learner, by name. */
  public void restore(StateReader in) {
    rows = in.getLong("rows");
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
