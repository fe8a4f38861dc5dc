package dev.millrace.ml.stream;

import dev.millrace.core.source.DeadLetter;
import dev.millrace.ml.internal.prequential.PartitionOutcome;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * What a task gives back for one partition.
 *
 * @param partition which one
 * @param outcome of the rows that were good
 * @param refused which rows were not, by their place in the partition
 * @param letters what was wrong with those, in order
 */
record ExtractedPartition(
    int partition, PartitionOutcome outcome, BitSet refused, List<DeadLetter> letters)
    implements Serializable {
  ExtractedPartition with(PartitionOutcome other) {
    return new ExtractedPartition(partition, other, refused, letters);
  }
}
