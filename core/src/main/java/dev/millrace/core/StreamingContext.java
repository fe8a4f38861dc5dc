package dev.millrace.core;

import dev.millrace.core.internal.graph.SourceOperator;
import dev.millrace.core.internal.runtime.Pipeline;
import dev.millrace.core.internal.runtime.PipelineAccess;
import dev.millrace.core.internal.runtime.RunningPipeline;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.DriverSource;
import dev.millrace.core.source.Source;
import java.time.Duration;
import java.util.Objects;

/**
 * Builds, starts, awaits and stops one pipeline.
 *
 * <pre>{@code
 * try (StreamingContext context = StreamingContext.create(StreamingConfig.named("words"))) {
 *   context.source("lines", source)
 *       .flatMap((line, out) -> { for (String word : line.split(" ")) out.emit(word); })
 *       .to("out", sink);
 *   context.start();
 *   context.awaitTermination();
 * }
 * }</pre>
 *
 * <p>The pipeline is described by one thread, and runs on a thread of its own, {@code
 * millrace-<name>}. {@code stop} and {@code awaitTermination} may be called by any thread. While it
 * runs, SIGINT and SIGTERM end it as {@code stop} does, unless the configuration says otherwise.
 */
public final class StreamingContext implements AutoCloseable {
  static {
    PipelineAccess.set(context -> context.pipeline);
  }

  private final Pipeline pipeline;
  private RunningPipeline running;

  private StreamingContext(StreamingConfig config) {
    this.pipeline = new Pipeline(config);
  }

  /** A new pipeline; nothing runs yet. */
  public static StreamingContext create(StreamingConfig config) {
    return new StreamingContext(config);
  }

  /**
   * A stream of what {@code source} holds.
   *
   * @param name how the checkpoint knows its offsets; made of the same characters as a pipeline's
   *     name
   */
  public <T> DStream<T> source(String name, Source<T> source) {
    StreamingConfig.requireName("source", name);
    Objects.requireNonNull(source, "source");
    requireNotStarted();
    if (!(source instanceof DriverSource)) {
      pipeline.graph().shippable("source '" + name + "'", source);
    }
    pipeline.addSource(name);
    return new DStream<>(pipeline.graph(), new SourceOperator<>(name, source));
  }

  /**
   * Where rejected records go, with the batch that they came with; without this they are counted,
   * and a few of each batch logged.
   */
  public StreamingContext deadLetters(Sink<? super DeadLetter> sink) {
    requireNotStarted();
    pipeline.setDeadLetters(Objects.requireNonNull(sink, "sink"));
    return this;
  }

  /** Adds somebody to be told what the pipeline does. */
  public StreamingContext listen(StreamingListener listener) {
    requireNotStarted();
    pipeline.addListener(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Recovers from the checkpoint if there is one, and begins. Returns when recovery is done.
   *
   * @throws ConfigurationException when the pipeline is incomplete, or lacks an operator or source
   *     that the checkpoint has
   * @throws CheckpointException when the checkpoint is in use, cannot be read, or does not fit
   */
  public synchronized void start() {
    requireNotStarted();
    running = RunningPipeline.start(pipeline);
  }

  /**
   * Waits for the end: of the sources, by {@link #stop}, or by a failure.
   *
   * @throws MillraceException what made the pipeline fail
   */
  public void awaitTermination() throws InterruptedException {
    requireStarted().awaitTermination();
  }

  /**
   * As {@link #awaitTermination()}, but not for longer than {@code timeout}.
   *
   * @return whether the pipeline has ended
   */
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return requireStarted().awaitTermination(timeout.toNanos());
  }

  /**
   * Finishes the current batch, commits it, ends, and waits for that; called by the pipeline's own
   * thread, it does not wait. Does nothing before the start and after the end. A failure shows in
   * {@link #awaitTermination}.
   */
  public void stop() {
    RunningPipeline started;
    synchronized (this) {
      started = running;
    }
    if (started != null) {
      started.stop();
    }
  }

  /** As {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  @Override
  public String toString() {
    return "StreamingContext '" + pipeline.config().name() + "'";
  }

  private synchronized RunningPipeline requireStarted() {
    if (running == null) {
      throw new IllegalStateException(this + " has not been started; call start() first");
    }
    return running;
  }

  private synchronized void requireNotStarted() {
    if (running != null) {
      throw new IllegalStateException(this + " has been started already");
    }
  }
}
