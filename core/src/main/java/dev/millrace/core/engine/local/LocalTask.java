package dev.millrace.core.engine.local;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.source.DeadLetter;
import java.util.ArrayList;
import java.util.List;

/** One attempt at one partition of a job. */
final class LocalTask implements TaskContext {
  private final BatchInfo batch;
  private final int partition;
  private final List<DeadLetter> rejects;

  LocalTask(BatchInfo batch, int partition) {
    this(batch, partition, new ArrayList<>());
  }

  private LocalTask(BatchInfo batch, int partition, List<DeadLetter> rejects) {
    this.batch = batch;
    this.partition = partition;
    this.rejects = rejects;
  }

  @Override
  public BatchInfo batch() {
    return batch;
  }

  @Override
  public int partition() {
    return partition;
  }

  @Override
  public void reject(DeadLetter letter) {
    rejects.add(letter);
  }

  List<DeadLetter> rejects() {
    return rejects;
  }

  /**
   * The same attempt as a batch sees it whose partition {@code own} this is: what a stage does must
   * not depend on the union that its batch ends up in.
   */
  LocalTask at(int own) {
    return own == partition ? this : new LocalTask(batch, own, rejects);
  }
}
