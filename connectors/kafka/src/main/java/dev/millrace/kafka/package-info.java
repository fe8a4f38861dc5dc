/**
 * Topics of Apache Kafka as sources, and as sinks that show every batch exactly once.
 *
 * <p><b>Sources</b> ({@link dev.millrace.kafka.KafkaSource}) replay: an offset range reads the same
 * records in the same order for as long as the topic keeps them. Order: that of the partition. A
 * crash loses nothing and repeats nothing, since offsets are in the pipeline's own checkpoint.
 * <b>Sinks</b> ({@link dev.millrace.kafka.KafkaSink}) stage a batch in a file beside the checkpoint
 * and, once that is durable, write it in one transaction together with its number: whatever crashes
 * when, a reader of committed records sees it once.
 */
package dev.millrace.kafka;
