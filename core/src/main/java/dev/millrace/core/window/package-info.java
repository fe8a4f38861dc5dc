/**
 * Windows. Those here hold whole batches and go by batch ids or batch times; windows that go by the
 * time of each record (tumbling, sliding, session) have their place beside them.
 *
 * <p>A windowed stream is empty at the batches between two slides. What a window holds is state: it
 * is written to the checkpoint, so it needs a codec for its elements and a stable name.
 */
package dev.millrace.core.window;
