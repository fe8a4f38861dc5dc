/**
 * Where results go. A {@link dev.millrace.core.sink.Sink} takes each batch in two steps, so that
 * output and checkpoint agree: it stages the batch under its id, invisibly, and publishes it once
 * the checkpoint is durable. It knows what it has published by batch id, and so can be asked again.
 *
 * <table>
 * <caption>Sinks</caption>
 * <tr><th>sink</th><th>delivery</th><th>how</th></tr>
 * <tr><td>{@link dev.millrace.core.sink.MemorySink}</td><td>exactly once, within the process</td>
 *     <td>batches by id in a map</td></tr>
 * <tr><td>{@link dev.millrace.core.sink.ConsoleSink}</td><td>at most once</td>
 *     <td>prints when published; what was staged by a process that died is not printed</td></tr>
 * <tr><td>{@code DStream.foreachBatch}</td><td>at least once</td>
 *     <td>called while the batch is computed, again if it is redone, with the same id</td></tr>
 * <tr><td>{@code dev.millrace.file} (its own artifact)</td><td>exactly once</td>
 *     <td>a file per batch, renamed when published</td></tr>
 * <tr><td>{@code dev.millrace.parquet} (its own artifact)</td><td>exactly once</td>
 *     <td>a file per batch, renamed when published</td></tr>
 * <tr><td>{@code dev.millrace.kafka} (its own artifact)</td><td>exactly once</td>
 *     <td>a transaction per batch, with the batch's number</td></tr>
 * <tr><td>{@code dev.millrace.kinesis} (its own artifact)</td><td>at least once</td>
 *     <td>staged beside the checkpoint; each record says of which batch and row it is</td></tr>
 * <tr><td>{@code dev.millrace.jdbc} (its own artifact)</td><td>exactly once</td>
 *     <td>rows and the batch's number in one transaction</td></tr>
 * <tr><td>{@code dev.millrace.flume} (its own artifact)</td><td>at least once</td>
 *     <td>staged beside the checkpoint; each event says of which batch and row it is</td></tr>
 * </table>
 *
 * <p>Where the next batch waits already, a {@link dev.millrace.core.sink.ConcurrentSinkWriter}
 * publishes while that is computed. A publication that fails is tried again a few times; then the
 * pipeline stops, and the next start publishes. The dead-letter sink of a pipeline is a sink like
 * any other. A sink of one's own is checked by {@code dev.millrace.core.testing.SinkConformance}.
 */
package dev.millrace.core.sink;
