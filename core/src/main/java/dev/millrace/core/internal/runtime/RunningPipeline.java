package dev.millrace.core.internal.runtime;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.Trigger;
import dev.millrace.core.internal.checkpoint.Sweeper;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipeline that has been started: its thread, and its end when the process is asked to end. */
public final class RunningPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RunningPipeline.class);

  /** How long the end of the process is held up for the current batch. */
  private static final long GRACE_SECONDS = 60;

  private final Pipeline pipeline;
  private final BatchLoop loop;
  private final Thread hook;

  private RunningPipeline(Pipeline pipeline, BatchLoop loop) {
    this.pipeline = pipeline;
    this.loop = loop;
    this.hook = new Thread(this::stopAtShutdown, "millrace-shutdown-" + pipeline.config().name());
  }

  /** Recovers and begins; throws what kept it from that. */
  public static RunningPipeline start(Pipeline pipeline) {
    MicroBatchExecution execution =
        new MicroBatchExecution(
            pipeline,
            pipeline.config().checkpoint(),
            KillPoint.fromProperties(),
            planAhead(pipeline.config()),
            Sweeper.onThread("millrace-sweep-" + pipeline.config().name()));
    RunningPipeline running = new RunningPipeline(pipeline, new BatchLoop(pipeline, execution));
    if (pipeline.config().shutdownHook()) {
      Runtime.getRuntime().addShutdownHook(running.hook);
    }
    try {
      running.loop.start();
    } catch (RuntimeException | Error e) {
      running.removeHook();
      throw e;
    }
    return running;
  }

  /** At intervals, a batch takes what has come when it is due. */
  private static PlanAhead planAhead(StreamingConfig config) {
    return config.trigger() instanceof Trigger.Interval
        ? PlanAhead.never()
        : PlanAhead.onThread("millrace-plan-" + config.name());
  }

  /** Waits for the end; throws what made the pipeline fail. */
  public void awaitTermination() throws InterruptedException {
    while (!awaitTermination(Long.MAX_VALUE)) {
      LOG.trace("still running");
    }
  }

  /**
   * @return whether the pipeline has ended; throws what made it fail
   */
  public boolean awaitTermination(long nanos) throws InterruptedException {
    if (!loop.await(nanos)) {
      return false;
    }
    removeHook();
    loop.throwFailure();
    return true;
  }

  /** Finishes the current batch, commits it, ends, and waits for that; unless called by itself. */
  public void stop() {
    loop.requestStop();
    if (loop.isCurrentThread()) {
      return;
    }
    try {
      while (!loop.await(Long.MAX_VALUE)) {
        LOG.trace("still running");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    removeHook();
  }

  private void stopAtShutdown() {
    LOG.info("{}: stopping after the current batch", pipeline.config().name());
    loop.requestStop();
    try {
      if (!loop.await(TimeUnit.SECONDS.toNanos(GRACE_SECONDS))) {
        LOG.warn(
            "{}: the current batch took longer than {} s; it will be redone",
            pipeline.config().name(),
            GRACE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeHook() {
    if (pipeline.config().shutdownHook()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        LOG.trace("the process is ending", e);
      }
    }
  }
}
