package dev.millrace.core.source;

/**
 * A source that can be read in the driver's process only: what it reads lies in that process's
 * memory or on that machine's disk. An engine that computes elsewhere reads its ranges on the
 * driver and sends the records, so its throughput is that of one machine.
 */
public interface DriverSource<T> extends Source<T> {}
