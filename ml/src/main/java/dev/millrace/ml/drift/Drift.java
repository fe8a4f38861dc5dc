package dev.millrace.ml.drift;

import java.io.Serializable;
import java.time.Instant;

/**
 * A detector has signalled a change.
 *
 * @param source the name of the {@link DriftStream}
 * @param batchId the batch that the number came with
 * @param time its batch time
 * @param position how many numbers the detector had taken in all, this one included
 * @param value the number
 */
public record Drift(String source, long batchId, Instant time, long position, double value)
    implements Serializable {}
