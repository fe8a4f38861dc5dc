package dev.millrace.core.state;

/**
 * How much of its {@link StateBudget} a table takes, and what was given up for it in one batch.
 *
 * @param bytes taken after the batch, as the budget counts them, what is on disk included
 * @param maxBytes of the budget; {@code Long.MAX_VALUE} for no bound
 * @param spilledBytes of states that were on disk when the batch began
 * @param evictedKeys removed to make room
 * @param expiredKeys removed because they were not used for longer than the budget's ttl
 * @param refusedRecords sent to the dead letters or, with learners, not learned
 */
public record StateUsage(
    long bytes,
    long maxBytes,
    long spilledBytes,
    long evictedKeys,
    long expiredKeys,
    long refusedRecords) {
  /** Of two tables together. */
  public StateUsage plus(StateUsage other) {
    long most = maxBytes + other.maxBytes;
    return new StateUsage(
        bytes + other.bytes,
        most < 0 ? Long.MAX_VALUE : most,
        spilledBytes + other.spilledBytes,
        evictedKeys + other.evictedKeys,
        expiredKeys + other.expiredKeys,
        refusedRecords + other.refusedRecords);
  }

  /** The same without what an earlier batch had given up already. */
  public StateUsage since(StateUsage earlier) {
    return new StateUsage(
        bytes,
        maxBytes,
        spilledBytes,
        evictedKeys - earlier.evictedKeys,
        expiredKeys - earlier.expiredKeys,
        refusedRecords - earlier.refusedRecords);
  }
}
