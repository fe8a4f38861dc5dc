package dev.millrace.spark.internal.state;

import dev.millrace.core.internal.state.StateCounts;
import java.io.Serializable;

/**
 * What an update tells the driver of one partition.
 *
 * @param keys how many keys there are once the changes are applied
 * @param changed whether anything about them changes
 * @param deltaBytes how long the file of the changes is; 0 without files
 * @param baseBytes how long the file of the whole partition is, if it was written, or else -1
 * @param counts what it did to the budget
 * @param host where the partition is now
 * @param executor on that host
 */
public record StateNote(
    long keys,
    boolean changed,
    long deltaBytes,
    long baseBytes,
    StateCounts counts,
    String host,
    String executor)
    implements Serializable {}
