package dev.millrace.spark;

import dev.millrace.core.BatchInfo;
import java.io.Serializable;

/**
 * What tasks must know of the pass over a batch that they are part of.
 *
 * @param batch the batch that is computed
 * @param number of the pass; rises in the order in which a single machine would run them
 * @param firstOfBatch the number of this batch's first pass
 * @param letters takes what successful tasks put aside
 */
record Work(BatchInfo batch, long number, long firstOfBatch, DeadLetters letters)
    implements Serializable {
  /** Reports what the tasks of a pass put aside, once however often it is said. */
  void report(LetterBox box) {
    if (!box.letters().isEmpty() && box.pass() >= firstOfBatch) {
      letters.add(box);
    }
  }
}
