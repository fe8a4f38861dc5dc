/**
 * Feeds over the web as sources: WebSockets and server-sent events.
 *
 * <p>Guarantee: what was planned once counts exactly once, whatever happens after, since it is in
 * the write-ahead log on disk. Before that, the feed decides: {@link dev.millrace.web.FeedSource}
 * says what is lost when a connection is. Order: that of arrival.
 */
package dev.millrace.web;
