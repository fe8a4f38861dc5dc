package dev.millrace.core.internal.eventtime;

import dev.millrace.core.time.Watermark;
import java.io.Serializable;

/**
 * The watermark around one batch, as its tasks know it.
 *
 * @param before as it was when the batch began: what is late goes by it
 * @param after as the batch's records have made it: what fires goes by it
 */
public record Watch(Watermark before, Watermark after) implements Serializable {
  /** Of two streams together. */
  public Watch min(Watch other) {
    return new Watch(before.min(other.before), after.min(other.after));
  }
}
