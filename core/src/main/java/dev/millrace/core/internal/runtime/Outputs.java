package dev.millrace.core.internal.runtime;

import dev.millrace.core.SinkException;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.internal.graph.BatchScope;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.ConcurrentSinkWriter;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.time.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sinks of a run. */
final class Outputs implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);
  private static final int ATTEMPTS = 4;
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);

  private final Clock clock;
  private final StepListener steps;
  private final PublishBehind behind;
  private final List<Output<?>> outputs = new ArrayList<>();
  private SinkWriter<DeadLetter> deadLetters;

  /** What is being published, if anything is; two are never at once. */
  private volatile Publication publication;

  /**
   * @param behind publishes what may be published while the pipeline goes on; closed with this
   */
  Outputs(Clock clock, StepListener steps, PublishBehind behind) {
    this.clock = clock;
    this.steps = steps;
    this.behind = behind;
  }

  /** An open sink; the operator is null for dead letters, which come from everywhere. */
  private record Output<T>(String name, Operator<T> operator, SinkWriter<T> writer) {
    void stage(long batchId, BatchScope scope) throws Exception {
      scope.engine().describe("write " + name);
      writer.stage(batchId, scope.batch(operator));
    }
  }

  private record Publication(String sink, long batchId, Thread thread) {
    @Override
    public String toString() {
      return "publishing batch "
          + batchId
          + " to sink '"
          + sink
          + "', "
          + Whereabouts.of(thread)
          + "; see why what it publishes to does not answer, or allow it more time by"
          + " withBatchDeadline";
    }
  }

  <T> void open(DStreamGraph.Output<T> output, SinkContext context) {
    outputs.add(new Output<>(output.name(), output.operator(), open(output.sink(), context)));
  }

  void openDeadLetters(Sink<? super DeadLetter> sink, SinkContext context) {
    deadLetters = open(sink, context);
    outputs.add(new Output<>(Pipeline.DEAD_LETTERS, null, deadLetters));
  }

  boolean takesDeadLetters() {
    return deadLetters != null;
  }

  /** Hands every sink its batch; this is what makes the batch computed. */
  void stage(long batchId, BatchScope scope) {
    for (Output<?> output : outputs) {
      if (output.operator() != null) {
        try {
          output.stage(batchId, scope);
        } catch (Exception e) {
          throw failed(output.name(), "stage", batchId, e);
        }
        steps.at(BatchStep.STAGE, batchId);
      }
    }
  }

  /** Hands the dead letters to their sink, if there is one. */
  void stageDeadLetters(long batchId, List<DeadLetter> letters, Engine engine) {
    try {
      engine.describe("write " + Pipeline.DEAD_LETTERS);
      deadLetters.stage(batchId, engine.of(List.of(letters)));
    } catch (Exception e) {
      throw failed(Pipeline.DEAD_LETTERS, "stage", batchId, e);
    }
    steps.at(BatchStep.STAGE, batchId);
  }

  /** Makes a committed batch visible; tried again a few times, since it cannot be undone. */
  void publish(long batchId) {
    outputs.forEach(output -> publish(output, batchId));
  }

  /**
   * As {@link #publish}, for committed batches from the first to the last, but does not wait for
   * those sinks that can do it meanwhile; {@link #await} does.
   *
   * @return whether there are such sinks
   */
  boolean beginPublishing(long first, long last) {
    List<Output<?>> later = new ArrayList<>();
    for (Output<?> output : outputs) {
      if (output.writer() instanceof ConcurrentSinkWriter<?>) {
        later.add(output);
      } else {
        publish(List.of(output), first, last);
      }
    }
    if (!later.isEmpty()) {
      behind.begin(() -> publish(later, first, last));
    }
    return !later.isEmpty();
  }

  private void publish(List<Output<?>> some, long first, long last) {
    for (long batchId = first; batchId <= last; batchId++) {
      for (Output<?> output : some) {
        publish(output, batchId);
      }
    }
  }

  /** Waits until what was begun is published; throws what failed. */
  void await() {
    behind.await();
  }

  /** The publication that the pipeline's thread is at or waits for; any thread may ask. */
  Optional<String> holdsUp(Thread pipeline) {
    return Optional.ofNullable(publication)
        .filter(current -> current.thread() == pipeline || behind.isAwaited())
        .map(Publication::toString);
  }

  /** Forgets what is staged and not committed. */
  void discard(long firstBatchId) {
    for (Output<?> output : outputs) {
      try {
        output.writer().discard(firstBatchId);
      } catch (Exception e) {
        throw failed(output.name(), "discard from", firstBatchId, e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    try {
      await();
    } catch (RuntimeException | Error e) {
      failure = new IOException(e);
    }
    behind.close();
    for (Output<?> output : outputs) {
      try {
        output.writer().close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void publish(Output<?> output, long batchId) {
    steps.at(BatchStep.PUBLISH, batchId);
    publication = new Publication(output.name(), batchId, Thread.currentThread());
    try {
      tryToPublish(output, batchId);
    } finally {
      publication = null;
    }
  }

  private void tryToPublish(Output<?> output, long batchId) {
    Duration wait = FIRST_WAIT;
    for (int attempt = 1; ; attempt++) {
      try {
        output.writer().publish(batchId);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failed(output.name(), "publish", batchId, e);
      } catch (Exception e) {
        SinkException failure = failed(output.name(), "publish", batchId, e);
        if (attempt == ATTEMPTS) {
          throw failure;
        }
        LOG.warn("{}; trying again", failure.getMessage());
        pause(wait, failure);
        wait = wait.multipliedBy(2);
      }
    }
  }

  private void pause(Duration wait, SinkException failure) {
    try {
      clock.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  /** A sink of a wider type takes any T; batches are read-only, so a batch of T is one of those. */
  @SuppressWarnings("unchecked")
  private static <T> SinkWriter<T> open(Sink<? super T> sink, SinkContext context) {
    try {
      return (SinkWriter<T>) sink.open(context);
    } catch (Exception e) {
      throw new SinkException("sink '" + context.name() + "' cannot be opened: " + e, e);
    }
  }

  private static SinkException failed(String name, String what, long batchId, Exception cause) {
    return new SinkException(
        "sink '" + name + "' failed to " + what + " batch " + batchId + ": " + reason(cause),
        cause);
  }

  private static String reason(Exception cause) {
    return cause instanceof dev.millrace.core.MillraceException
        ? cause.getMessage()
        : cause.toString();
  }
}
