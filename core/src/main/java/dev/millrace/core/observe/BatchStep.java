package dev.millrace.core.observe;

/**
 * The steps of a micro-batch, in order; what a process does when it is killed at one of them is
 * what recovery has to undo or go on with.
 */
public enum BatchStep {
  /** The ranges are chosen, the plan is about to be written. */
  PLAN,
  /** The plan is durable, nothing has been read. */
  COMPUTE,
  /** A sink has taken the batch, invisibly; comes once per sink. */
  STAGE,
  /** Every sink has taken the batch, the checkpoint is about to be written. */
  COMMIT,
  /** The checkpoint is durable, a sink is about to publish; comes once per sink and batch. */
  PUBLISH,
  /**
   * Everything is published, but for what sinks publish beside the next batch; models and sources
   * are about to be told.
   */
  ACKNOWLEDGE
}
