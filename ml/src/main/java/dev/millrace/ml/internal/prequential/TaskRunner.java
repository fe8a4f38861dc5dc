package dev.millrace.ml.internal.prequential;

import java.util.function.IntConsumer;

/** Runs tasks that are independent of each other, in any order and by any thread, each once. */
@FunctionalInterface
public interface TaskRunner {
  /**
   * @param tasks how many; they are numbered from 0
   * @throws RuntimeException what the first failed task threw
   */
  void run(int tasks, IntConsumer task);

  /** One after the other, by the caller's thread. */
  static TaskRunner inOrder() {
    return (tasks, task) -> {
      for (int i = 0; i < tasks; i++) {
        task.accept(i);
      }
    };
  }
}
