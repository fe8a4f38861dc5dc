package dev.millrace.core.internal.eventtime;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.time.Watermark;
import dev.millrace.core.window.SessionWindow;
import dev.millrace.core.window.SlidingWindow;
import dev.millrace.core.window.TumblingWindow;
import dev.millrace.core.window.Window;
import dev.millrace.core.window.WindowOptions;
import java.io.Serializable;

/**
 * What a user asked of windows, in milliseconds and without types.
 *
 * @param size of aligned windows; the gap of sessions
 * @param slide of aligned windows; 0 for sessions
 * @param offset of aligned windows
 * @param lateness how long a window is kept after its end
 * @param everyBatches when windows that are not complete fire; 0 for never
 * @param everyRecords after how many records they fire; 0 for never
 */
public record WindowRules(
    long size, long slide, long offset, long lateness, int everyBatches, long everyRecords)
    implements Serializable {
  public static WindowRules of(Window window, WindowOptions options) {
    long size;
    long slide = 0;
    long offset = 0;
    if (window instanceof TumblingWindow tumbling) {
      size = tumbling.size().toMillis();
      slide = size;
      offset = tumbling.offset().toMillis();
    } else if (window instanceof SlidingWindow sliding) {
      size = sliding.size().toMillis();
      slide = sliding.slide().toMillis();
      offset = sliding.offset().toMillis();
    } else {
      size = ((SessionWindow) window).gap().toMillis();
    }
    return new WindowRules(
        size,
        slide,
        offset,
        options.late().allowedLateness().toMillis(),
        options.early().everyBatches(),
        options.early().everyRecords());
  }

  boolean isSession() {
    return slide == 0;
  }

  /** Where the last aligned window that holds a time begins. */
  long lastStart(long time) {
    return time - Math.floorMod(time - offset, slide);
  }

  /** Windows that end at this time or before are forgotten. */
  long forgotten(Watermark watermark) {
    return watermark.equals(Watermark.NONE) ? Long.MIN_VALUE : watermark.epochMillis() - lateness;
  }

  /** Records before this time are late: all windows that they could be in are forgotten. */
  public long lateBefore(Watermark watermark) {
    if (watermark.equals(Watermark.NONE)) {
      return Long.MIN_VALUE;
    }
    long lastForgotten = forgotten(watermark) - size;
    return isSession() ? lastForgotten + 1 : lastStart(lastForgotten) + slide;
  }

  /** Whether windows that are not complete fire by the number of this batch. */
  boolean showsAt(BatchInfo batch) {
    return everyBatches > 0 && (batch.id() + 1) % everyBatches == 0;
  }
}
