package dev.millrace.ml.stream;

import dev.millrace.core.source.DeadLetter;
import dev.millrace.ml.instance.InstanceBlock;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * One partition of rows and labels, as far as the driver needs it.
 *
 * @param block the good rows as numbers
 * @param rows their ids and times
 * @param labels the good labels
 * @param refused which rows and labels were not good, by their place in the partition
 * @param letters what was wrong with those, in order
 */
@SuppressWarnings("serial") // both kinds of blocks can be serialized
record ArrivedPartition(
    InstanceBlock block,
    List<ArrivedRow> rows,
    List<ArrivedLabel> labels,
    BitSet refused,
    List<DeadLetter> letters)
    implements Serializable {

  /**
   * Which row came when.
   *
   * @param time in microseconds since 1970
   */
  record ArrivedRow(String id, long time) implements Serializable {}

  /**
   * A label.
   *
   * @param id of its row
   * @param time in microseconds since 1970
   */
  record ArrivedLabel(String id, long time, double value) implements Serializable {}
}
