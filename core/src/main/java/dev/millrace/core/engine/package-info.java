/**
 * What computes batches. An {@link dev.millrace.core.engine.Engine} supplies {@link
 * dev.millrace.core.Batch} and keyed state; windows, joins, scheduling and checkpoints are written
 * once against it.
 *
 * <p>A batch is cut into partitions. A <em>narrow</em> step ({@link
 * dev.millrace.core.engine.Stage}) looks at one partition at a time and keeps the order of its
 * values; a shuffle ({@link dev.millrace.core.engine.Partitioner}) moves values between partitions
 * in a fixed order. So every result depends on how the input is partitioned and never on timing or
 * on the number of threads. A task that fails is run again from its input, which is why functions
 * must not modify the values that they are given.
 */
package dev.millrace.core.engine;
