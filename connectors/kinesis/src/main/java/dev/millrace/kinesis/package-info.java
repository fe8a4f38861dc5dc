/**
 * Streams of Amazon Kinesis as sources that replay, and as at-least-once sinks.
 *
 * <p><b>Sources</b> ({@link dev.millrace.kinesis.KinesisSource}) replay: a range of sequence
 * numbers reads the same records in the same order for as long as the stream keeps them. Order:
 * that of the shard, and where shards are split or merged, parents before children. A crash loses
 * nothing and repeats nothing, since sequence numbers are in the pipeline's own checkpoint.
 * <b>Sinks</b> ({@link dev.millrace.kinesis.KinesisSink}) stage a batch in a file beside the
 * checkpoint and write it once that is durable; Kinesis knows no transactions, so a batch whose
 * process dies meanwhile is written again, and each record says of which batch and row it is.
 */
package dev.millrace.kinesis;
