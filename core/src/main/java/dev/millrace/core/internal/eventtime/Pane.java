package dev.millrace.core.internal.eventtime;

import java.io.Serializable;

/**
 * A window of a key between two batches.
 *
 * @param start inclusive, milliseconds since 1970
 * @param end exclusive
 * @param accumulator of its records; not modified
 * @param unshown how many records it got since it last gave a result
 * @param fired how many results it has given
 * @param complete whether the watermark has passed its end
 */
public record Pane<A>(
    long start, long end, A accumulator, long unshown, int fired, boolean complete)
    implements Serializable {}
