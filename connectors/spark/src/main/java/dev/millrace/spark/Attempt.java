package dev.millrace.spark;

import org.apache.spark.TaskKilledException;
import org.apache.spark.shuffle.FetchFailedException;

/** Runs a pass over one partition: reports what it put aside, says where it failed. */
final class Attempt {
  /** What is done with the partition. */
  @FunctionalInterface
  interface Body<A> {
    A run(SparkTask task) throws Exception;
  }

  private Attempt() {}

  /** Runs and reports. */
  static <A> A reported(Work work, int partition, Body<A> body) {
    SparkTask task = new SparkTask(work, partition);
    A result = run(task, body);
    work.report(new LetterBox(work.number(), partition, task.letters()));
    return result;
  }

  /** Runs; whoever uses the result reports. */
  static <A> A run(SparkTask task, Body<A> body) {
    try {
      return body.run(task);
    } catch (TaskFailure | TaskKilledException e) {
      throw e;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Error e) {
      throw new TaskFailure(task.partition(), e);
    } catch (Exception e) {
      if (e instanceof FetchFailedException || e instanceof InterruptedException) {
        throw Scala.thrown(e);
      }
      throw new TaskFailure(task.partition(), e);
    }
  }
}
