package dev.millrace.spark.internal.state;

import java.io.Serializable;

/**
 * Where a partition's log stands. Only a copy whose log stands where the checkpoint's does may go
 * on with it: one that has saved what was never committed, in an attempt whose result did not
 * count, must begin anew.
 *
 * @param log which log: the copies of a partition on different executors have different ones
 * @param save the number of the last save; 0 before the first
 */
public record LogPoint(long log, long save) implements Serializable {
  /** Of a partition that was never saved. */
  public static final LogPoint NONE = new LogPoint(0, 0);
}
