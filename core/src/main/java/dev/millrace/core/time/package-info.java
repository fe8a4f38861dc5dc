/**
 * Time: the clock that batches go by, and event time, which records tell themselves.
 *
 * <p><b>Event time.</b> {@link dev.millrace.core.time.EventTime} says how a stream tells it: a
 * {@link dev.millrace.core.time.TimestampExtractor} gives each record its time, a {@link
 * dev.millrace.core.time.WatermarkPolicy} says how far each split of a source is complete. The
 * {@link dev.millrace.core.time.Watermark} of a stream is the least of its splits'; of two streams
 * that are joined, the lesser of theirs. A split counts from the batch on that first has a record
 * of it. One that gives no records holds all others back, unless the stream is told when to take a
 * split for idle. A watermark never goes back.
 *
 * <p><b>Batches.</b> The watermark advances between batches only. What a batch's records are late
 * for goes by the watermark as it was before them; what fires at the end of a batch goes by the one
 * that its records have made. So the watermark after a batch is a function of the records up to it
 * and, where splits may be idle, of how they were cut into batches and of the batch times that were
 * planned: a batch that is redone after a crash fires the same. It is saved in the checkpoint under
 * the stream's name, and shown in {@link dev.millrace.core.observe.BatchReport#watermarks}.
 *
 * <p>As long as no record is late and no split idle, what windows and joins finally come to does
 * not depend on the batches, the order within what was agreed, or the partitions. The records of a
 * key are met in the order of their source, split and offset within a batch, and batch by batch.
 * The end of a source is not the end of its event time, since the pipeline may go on later: windows
 * that the watermark has not reached stay open.
 *
 * <p><b>Rejected.</b> <em>Watermarks that travel among the records</em>: within a batch nothing is
 * shown to the world, so nothing is won by firing sooner. <em>A maximum over all splits</em>: a
 * split that lags would be late through no fault of its own.
 */
package dev.millrace.core.time;
