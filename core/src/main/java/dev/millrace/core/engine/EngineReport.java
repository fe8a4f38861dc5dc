package dev.millrace.core.engine;

import dev.millrace.core.source.DeadLetter;
import java.time.Duration;
import java.util.List;

/**
 * What an engine did for one batch.
 *
 * @param deadLetters the records that tasks put aside
 * @param jobs what was run, in order
 */
public record EngineReport(List<DeadLetter> deadLetters, List<Job> jobs) {
  public EngineReport {
    deadLetters = List.copyOf(deadLetters);
    jobs = List.copyOf(jobs);
  }

  /**
   * One run over the partitions of a batch.
   *
   * @param description what it was for, as given to {@link Engine#describe}
   * @param tasks how many partitions were run
   * @param time from its start to the end of its last task
   */
  public record Job(String description, int tasks, Duration time) {}
}
