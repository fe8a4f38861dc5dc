/**
 * Windows. A {@link dev.millrace.core.window.BatchWindow} holds whole batches and goes by batch ids
 * or batch times. A {@link dev.millrace.core.window.Window} puts each record where its event time
 * says ({@link dev.millrace.core.time}): tumbling, sliding, or sessions.
 *
 * <p>A windowed stream is empty at the batches between two slides. What a window holds is state: it
 * is written to the checkpoint, so it needs a codec for its elements and a stable name.
 *
 * <p><b>Windows by event time.</b> A window is complete when the watermark reaches its end, and
 * then gives its result. It may give results before ({@link dev.millrace.core.window.EarlyFiring})
 * and be corrected after ({@link dev.millrace.core.window.LateRecordPolicy}); {@link
 * dev.millrace.core.window.WindowResult#revision} counts a window's results, each of which replaces
 * the one before. A session that grows after it gave a result is another window; the former is
 * {@linkplain dev.millrace.core.window.Firing#RETRACTED retracted}. A window fires at most once per
 * batch, and only if it has records.
 */
package dev.millrace.core.window;
