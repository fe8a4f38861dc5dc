package dev.millrace.core.internal.runtime;

import dev.millrace.core.source.DeadLetter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where dead letters go that have no sink: a few of each batch to the log. */
final class DeadLetterLog {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterLog.class);
  private static final int SHOWN = 3;

  private DeadLetterLog() {}

  static void warn(long batchId, List<DeadLetter> letters) {
    for (DeadLetter letter : letters.subList(0, Math.min(SHOWN, letters.size()))) {
      LOG.warn(
          "batch {}: {} put a record aside, {}: {}",
          batchId,
          letter.origin(),
          letter.position(),
          letter.reason());
    }
    if (letters.size() > SHOWN) {
      LOG.warn(
          "batch {}: {} records put aside in all; StreamingContext.deadLetters keeps them",
          batchId,
          letters.size());
    }
  }
}
