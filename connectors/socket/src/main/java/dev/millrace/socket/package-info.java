/**
 * Lines over TCP as a source.
 *
 * <p>Guarantee: what was planned once counts exactly once, whatever happens after, since it is in
 * the write-ahead log on disk. Before that, TCP decides: what a sender has sent is not yet logged.
 * Replay: from the log, as long as the lines are not committed. Order: per connection.
 */
package dev.millrace.socket;
