/**
 * Where records come from. A {@link dev.millrace.core.source.Source} has named splits; an {@link
 * dev.millrace.core.source.OffsetRange} of a split always yields the same records in the same
 * order, and that is what exactly-once results rest on.
 *
 * <table>
 * <caption>Sources</caption>
 * <tr><th>source</th><th>replays</th><th>order</th><th>after a crash</th></tr>
 * <tr><td>{@link dev.millrace.core.source.GeneratorSource}</td>
 *     <td>always: records are functions of their number</td>
 *     <td>within a split</td><td>goes on; nothing lost or repeated</td></tr>
 * <tr><td>{@link dev.millrace.core.source.QueueSource}</td>
 *     <td>what is not committed, within the process</td>
 *     <td>within a split</td><td>uncommitted records are lost with the process</td></tr>
 * <tr><td>{@code dev.millrace.core.testing.ReplaySource}</td>
 *     <td>always</td><td>within a split</td><td>goes on</td></tr>
 * <tr><td>{@code dev.millrace.file} (its own artifact)</td>
 *     <td>as long as the files stay as they are</td>
 *     <td>within a file</td><td>goes on</td></tr>
 * <tr><td>{@code dev.millrace.kafka} (its own artifact)</td>
 *     <td>as long as the topic keeps the records</td>
 *     <td>within a partition</td><td>goes on</td></tr>
 * <tr><td>{@code dev.millrace.jdbc} (its own artifact)</td>
 *     <td>as long as the rows stay as they are</td>
 *     <td>that of the columns it follows</td><td>goes on</td></tr>
 * <tr><td>{@code dev.millrace.kinesis} (its own artifact)</td>
 *     <td>as long as the stream keeps the records</td>
 *     <td>within a shard, parents before children</td><td>goes on</td></tr>
 * <tr><td>{@code dev.millrace.socket} (its own artifact)</td>
 *     <td>from a local write-ahead log</td>
 *     <td>order of arrival</td><td>what is in the log is read; what was not yet is lost</td></tr>
 * <tr><td>{@code dev.millrace.flume} (its own artifact)</td>
 *     <td>from a local write-ahead log</td>
 *     <td>order of arrival</td><td>what was acknowledged is read; events with ids count once</td></tr>
 * <tr><td>{@code dev.millrace.web} (its own artifact)</td>
 *     <td>from a local write-ahead log</td>
 *     <td>order of arrival</td><td>what is in the log is read; events with ids are asked for
 *     again</td></tr>
 * <tr><td>{@code dev.millrace.http.HttpSource}</td>
 *     <td>from a local write-ahead log</td>
 *     <td>within a request</td><td>what was answered is read</td></tr>
 * </table>
 *
 * <p>A {@link dev.millrace.core.source.SplitPlanner} on the driver chooses ranges within the limits
 * of a batch, so memory stays bounded whatever the rate; a {@link
 * dev.millrace.core.source.SplitReader} reads a range where the work is done. What a planner reads
 * on its way, a {@link dev.millrace.core.source.ReadAhead} hands to the readers. What cannot be
 * decoded becomes a {@link dev.millrace.core.source.DeadLetter}, unless the source's {@link
 * dev.millrace.core.source.BadRecordPolicy} is to fail. A source of one's own is checked by {@code
 * dev.millrace.core.testing.SourceConformance}.
 */
package dev.millrace.core.source;
