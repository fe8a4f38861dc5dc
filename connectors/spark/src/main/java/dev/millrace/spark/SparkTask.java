package dev.millrace.spark;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.source.DeadLetter;
import java.util.ArrayList;
import java.util.List;

/** One attempt at one partition of a pass, as its stages see it. */
final class SparkTask implements TaskContext {
  private final Work work;
  private final int partition;
  private final List<DeadLetter> letters;

  SparkTask(Work work, int partition) {
    this(work, partition, new ArrayList<>());
  }

  private SparkTask(Work work, int partition, List<DeadLetter> letters) {
    this.work = work;
    this.partition = partition;
    this.letters = letters;
  }

  @Override
  public BatchInfo batch() {
    return work.batch();
  }

  @Override
  public int partition() {
    return partition;
  }

  @Override
  public void reject(DeadLetter letter) {
    letters.add(letter);
  }

  List<DeadLetter> letters() {
    return letters;
  }

  Work work() {
    return work;
  }

  /**
   * The same attempt as a batch sees it whose partition {@code own} this is: what a stage does must
   * not depend on the union that its batch ends up in.
   */
  SparkTask at(int own) {
    return own == partition ? this : new SparkTask(work, own, letters);
  }
}
