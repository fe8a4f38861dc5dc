package dev.millrace.spark;

import dev.millrace.core.source.DeadLetter;
import java.io.Serializable;
import java.util.List;

/**
 * What one partition of one pass put aside. A partition that is computed again, because a task is
 * retried or an executor was lost, gives an equal one. In the order of passes and partitions.
 */
record LetterBox(long pass, int partition, List<DeadLetter> letters)
    implements Serializable, Comparable<LetterBox> {
  LetterBox {
    letters = List.copyOf(letters);
  }

  @Override
  public int compareTo(LetterBox other) {
    int byPass = Long.compare(pass, other.pass);
    return byPass != 0 ? byPass : Integer.compare(partition, other.partition);
  }
}
