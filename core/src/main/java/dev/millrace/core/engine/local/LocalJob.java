package dev.millrace.core.engine.local;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.engine.WorkerPool;
import dev.millrace.core.internal.engine.JobFailure;
import dev.millrace.core.source.DeadLetter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One run over the partitions of a batch. A task that throws is run again from its input, up to
 * {@code retries} times; what it reported in a failed attempt is forgotten. After a failure no task
 * of a later partition goes on. Tasks are claimed in the order of the partitions and those before
 * the failure are finished, so the first failure in that order is the same with any number of
 * threads.
 *
 * @param <A> what a task gives
 */
final class LocalJob<A> {
  /** What a task does. */
  @FunctionalInterface
  interface Body<A> {
    A run(LocalTask task) throws Exception;
  }

  private final BatchInfo batch;
  private final String description;
  private final int retries;
  private final Body<A> body;
  private final Object[] results;
  private final LocalTask[] successes;
  private final Throwable[] failures;

  /** No partition after this one matters any more. */
  private volatile int lastWanted = Integer.MAX_VALUE;

  LocalJob(BatchInfo batch, String description, int tasks, int retries, Body<A> body) {
    this.batch = batch;
    this.description = description;
    this.retries = retries;
    this.body = body;
    this.results = new Object[tasks];
    this.successes = new LocalTask[tasks];
    this.failures = new Throwable[tasks];
  }

  /** Runs every task and gives their results in the order of the partitions. */
  @SuppressWarnings("unchecked")
  List<A> run(WorkerPool pool, boolean inline) {
    if (inline) {
      for (int i = 0; i < results.length; i++) {
        attempt(i);
      }
    } else {
      runOn(pool);
    }
    throwFirstFailure();
    return (List<A>) Arrays.asList(results);
  }

  /** What the successful attempts put aside, in the order of the partitions. */
  List<DeadLetter> deadLetters() {
    List<DeadLetter> letters = new ArrayList<>();
    for (LocalTask task : successes) {
      letters.addAll(task.rejects());
    }
    return letters;
  }

  private void runOn(WorkerPool pool) {
    boolean interrupted = pool.run(results.length, this::attempt, () -> giveUpAfter(-1));
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new MillraceException(where(-1) + ": interrupted");
    }
  }

  private void attempt(int partition) {
    for (int again = retries; again >= 0 && partition <= lastWanted; again--) {
      LocalTask task = new LocalTask(batch, partition);
      try {
        results[partition] = body.run(task);
        successes[partition] = task;
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        fail(partition, e);
        return;
      } catch (ConfigurationException | Error e) {
        fail(partition, e);
        return;
      } catch (Exception e) {
        if (again == 0) {
          fail(partition, e);
        }
      }
    }
  }

  private void fail(int partition, Throwable cause) {
    failures[partition] = cause;
    giveUpAfter(partition);
  }

  private synchronized void giveUpAfter(int partition) {
    lastWanted = Math.min(lastWanted, partition);
  }

  private void throwFirstFailure() {
    for (Throwable failure : failures) {
      if (failure instanceof Error error) {
        throw error;
      }
    }
    for (int partition = 0; partition < failures.length; partition++) {
      if (failures[partition] != null) {
        throw JobFailure.of(where(partition), failures[partition]);
      }
    }
  }

  private String where(int partition) {
    return JobFailure.where(description, batch, partition);
  }
}
