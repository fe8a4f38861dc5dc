/**
 * A write-ahead log for sources whose origin cannot be read twice: what comes in is appended by
 * {@link dev.millrace.core.source.log.WriteAheadLog}, planned by {@link
 * dev.millrace.core.source.log.LogPlanner}, and read, as often as need be, by {@link
 * dev.millrace.core.source.log.LogReader}. A segment of the log goes once all its records are
 * committed.
 *
 * <p>An append is there as a whole after a crash, or not at all.
 */
package dev.millrace.core.source.log;
