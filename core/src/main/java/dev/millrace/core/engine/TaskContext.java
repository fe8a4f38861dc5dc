package dev.millrace.core.engine;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.source.DeadLetter;

/** What a running task may know and report. Used by the task's thread only. */
public interface TaskContext {
  BatchInfo batch();

  /** Which partition the task works on, from 0. */
  int partition();

  /**
   * Puts a record aside. It counts only if the task succeeds, and once however often it is retried.
   */
  void reject(DeadLetter letter);
}
