/**
 * Events of Apache Flume, received from an agent's Avro sink and sent to an agent's Avro source.
 *
 * <p><b>Sources</b> ({@link dev.millrace.flume.FlumeSource}) acknowledge events once they are
 * forced into a write-ahead log beside the checkpoint, and read them from there: what an agent was
 * told is received is never lost, and counts exactly once from then on. What an agent sends again,
 * since an answer was lost, counts again, unless events carry an id. Order: that of arrival. While
 * the log is full, events are refused, and wait in the agent's channel. <b>Sinks</b> ({@link
 * dev.millrace.flume.FlumeSink}) stage a batch in a file beside the checkpoint and send it once
 * that is durable, at least once.
 */
package dev.millrace.flume;
