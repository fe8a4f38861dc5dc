/**
 * Tells people of alerts: sinks of {@link dev.millrace.core.alert.AlertMessage}.
 *
 * <table>
 * <caption>Sinks</caption>
 * <tr><th>sink</th><th>told</th><th>repeats are known by</th></tr>
 * <tr><td>{@link dev.millrace.alert.WebhookSink}</td><td>a POST of JSON</td>
 *     <td>the header {@code webhook-id}</td></tr>
 * <tr><td>{@link dev.millrace.alert.MailSink}</td><td>a mail by SMTP</td>
 *     <td>the Message-ID</td></tr>
 * <tr><td>{@link dev.millrace.alert.LogSink}</td><td>a line per alert</td>
 *     <td>the alert's id at its end</td></tr>
 * </table>
 *
 * <p>All are at least once, in order: messages are staged in a file beside the checkpoint, forced
 * to disk, and told once the checkpoint is durable. A process that dies in between tells them at
 * its next start; one that dies while it tells them tells some again, under the same ids. A message
 * that cannot be told is tried again within bounds, during which the pipeline waits: see {@link
 * dev.millrace.alert.RetryOptions}.
 */
package dev.millrace.alert;
