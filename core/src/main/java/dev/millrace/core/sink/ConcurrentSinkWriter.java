package dev.millrace.core.sink;

/**
 * A writer that may publish while it takes the batches that follow: what it staged lies in files of
 * its own, say, and is sent from there. Where more waits to be computed, the runtime then does not
 * wait for {@link #publish} before it goes on to the next batch, but before it publishes that one.
 *
 * <p>So {@code publish} may be called by another thread than the driver's, one call at a time and
 * in order, while {@code stage} and {@code discard} are called for later batches. What one call
 * changes is seen by the next. Nothing is under way when {@code close} is called, if {@code
 * publish} heeds interrupts. A writer that wraps such a one is none unless it says so itself.
 */
public interface ConcurrentSinkWriter<T> extends SinkWriter<T> {}
