/**
 * What a pipeline needs to go on after a crash, and the promise that rests on it.
 *
 * <p><b>The promise.</b> With sources that replay and sinks that deliver {@link
 * dev.millrace.core.sink.Delivery#EXACTLY_ONCE exactly once}, every record counts once in state,
 * models and output, and a run that was killed any number of times ends in the same bytes as one
 * that was not. For each batch:
 *
 * <ol>
 *   <li><em>Plan.</em> What the batch reads, and the instant that it stands for, is written durably
 *       before anything is read.
 *   <li><em>Compute.</em> Operators run, learners train, sinks stage.
 *   <li><em>Commit.</em> Offsets and the state of every named part become durable in one step. Then
 *       sinks publish, then models are published, then sources may forget. A sink that can is left
 *       to publish beside the next batch, if that waits already, and is done before that publishes.
 * </ol>
 *
 * <p>A start finds the newest checkpoint that is whole, publishes what it covers, discards what it
 * does not, and redoes a planned batch exactly as planned. A damaged checkpoint is named in a
 * warning and passed over; the plans since the oldest retained one are kept, so what followed is
 * redone as it was. If there are checkpoints and none is whole, the start is refused: a pipeline
 * never starts from nothing by itself.
 *
 * <p><b>The files</b>, one directory per pipeline, readable by its owner alone:
 *
 * <pre>
 * ckpt-&lt;batch id&gt;    state after the batch; 20 digits
 * plan-&lt;batch id&gt;    what the batch reads
 * pin-&lt;batch id&gt;     retention leaves that checkpoint alone
 * state-&lt;key&gt;-&lt;batch id&gt;-&lt;number&gt;
 *                    state that was written by that batch's commit and that later checkpoints share
 * lock               held by the process that runs the pipeline
 * sources/&lt;name&gt;/    what a source keeps for itself, for instance a write-ahead log
 * </pre>
 *
 * <p>Each is written to a temporary name, forced to the disk, renamed in one step, and the
 * directory forced; no file is ever changed. A failed force is not repeated on the same file: the
 * file is thrown away and written whole to a new one, and after three failures in a row the
 * pipeline stops. Whether that last checkpoint is on the disk is then unknown, so what it covers
 * stays staged, and the next start decides.
 *
 * <p><b>Increments.</b> Keyed state and windows are not written anew at every commit: a commit adds
 * what changed to a log, and every checkpoint says which part of the log it needs. What is small
 * stands in the checkpoint itself; from 64 KiB on it goes to a state file, forced before the
 * checkpoint is written. A snapshot of each table is written along with its changes, piece by
 * piece, and once it is whole the log before it is dropped; so a commit costs a few times what
 * changed, whatever there is, and the files hold less than three times the table. No thread runs
 * for that and nothing is read back, so equal histories end in equal files. A checkpoint whose
 * state files are missing or damaged is passed over as if it were damaged itself; files that a
 * crash left without a checkpoint are removed at the start.
 *
 * <p><b>Other places.</b> {@link dev.millrace.core.checkpoint.Storage} is all that is asked of the
 * place: files that appear whole or not at all.
 *
 * <p><b>Code may change.</b> State is matched by the name that its user gave, and is data: JSON and
 * flat arrays ({@link dev.millrace.core.checkpoint.StateWriter}). A part that is new starts empty;
 * one that is gone, or no longer fits, is an error that names it, and {@code
 * StreamingConfig.withFresh} starts it empty or drops it.
 *
 * <p><b>Rejected.</b> <em>Java serialization of operators or functions</em>, as Spark's DStreams
 * do: no code change survives it, and reading it is a risk. <em>A file of offsets beside a file of
 * state</em>: two files cannot become durable in one step. <em>Publishing before the checkpoint, as
 * a sink commit with a log of commits after it</em>: a crash in between shows output that state
 * knows nothing of. <em>Changing a file in place, or appending to one</em>: what is half written
 * must then be told from what is damaged. <em>Starting afresh when nothing can be read</em>:
 * silence about lost state is worse than a pipeline that does not start. <em>Embedding a key-value
 * store</em>: a second log with a second recovery, and files that another engine could not write.
 * <em>Merging increments in the background</em>: it reads back what is in memory, and either its
 * result depends on timing or commits wait for it.
 */
package dev.millrace.core.checkpoint;
