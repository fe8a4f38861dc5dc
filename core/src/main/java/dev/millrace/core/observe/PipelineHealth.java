package dev.millrace.core.observe;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.time.Clock;
import java.time.Duration;
import java.util.Objects;

/**
 * Whether a pipeline is alive, and whether it keeps up, for those who restart processes or send
 * requests to them.
 *
 * <pre>{@code
 * PipelineHealth health = PipelineHealth.within(Duration.ofMinutes(1));
 * context.listen(health);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class PipelineHealth implements StreamingListener {
  private final Duration longestSilence;
  private final Clock clock;
  private volatile Now now = new Now(Status.WAITING, "the pipeline has not started", 0);

  private enum Status {
    WAITING,
    RUNNING,
    STOPPED,
    FAILED
  }

  /** What was heard last, and when. */
  private record Now(Status status, String reason, long nanos) {}

  /**
   * An answer.
   *
   * @param ok yes or no
   * @param reason why, in one line without data of the pipeline
   */
  public record Answer(boolean ok, String reason) {
    public Answer {
      Objects.requireNonNull(reason, "reason");
    }
  }

  private PipelineHealth(Duration longestSilence, Clock clock) {
    this.longestSilence = longestSilence;
    this.clock = clock;
  }

  /**
   * @param longestSilence how long after one batch the next must be done; more than the batch
   *     interval, and where batches are made only when there are rows, more than rows keep away
   */
  public static PipelineHealth within(Duration longestSilence) {
    return within(longestSilence, Clock.system());
  }

  /** By a clock of one's own. */
  public static PipelineHealth within(Duration longestSilence, Clock clock) {
    if (longestSilence.compareTo(Duration.ofMillis(1)) < 0) {
      throw new ConfigurationException(
          "the longest silence of a healthy pipeline must be at least 1 ms, got " + longestSilence);
    }
    return new PipelineHealth(longestSilence, clock);
  }

  /** Yes unless the pipeline has failed: no, and only a new process will help. */
  public Answer live() {
    Now seen = now;
    return new Answer(seen.status() != Status.FAILED, seen.reason());
  }

  /** Yes while the pipeline runs and its newest batch is not too old. */
  public Answer ready() {
    Now seen = now;
    if (seen.status() != Status.RUNNING) {
      return new Answer(false, seen.reason());
    }
    Duration age = Duration.ofNanos(Math.max(0, clock.nanos() - seen.nanos()));
    return age.compareTo(longestSilence) <= 0
        ? new Answer(true, seen.reason())
        : new Answer(
            false,
            seen.reason()
                + " "
                + age.toMillis()
                + " ms ago, limit "
                + longestSilence.toMillis()
                + " ms");
  }

  @Override
  public void onStart(PipelineStart start) {
    now = new Now(Status.RUNNING, "the pipeline started", clock.nanos());
  }

  @Override
  public void onBatch(BatchReport report) {
    now = new Now(Status.RUNNING, "batch " + report.batchId() + " was done", clock.nanos());
  }

  @Override
  public void onStop() {
    now = new Now(Status.STOPPED, "the pipeline has ended", clock.nanos());
  }

  @Override
  public void onFailure(Throwable cause) {
    Throwable first = cause;
    while (first instanceof MillraceException && first.getCause() != null) {
      first = first.getCause();
    }
    now =
        new Now(
            Status.FAILED,
            "the pipeline failed: " + first.getClass().getSimpleName() + "; its log says more",
            clock.nanos());
  }
}
