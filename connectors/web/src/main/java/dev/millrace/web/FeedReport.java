package dev.millrace.web;

/**
 * What has come of a feed since the source was opened.
 *
 * @param connections how often a connection was made
 * @param messages how many messages were logged, those fetched later included
 * @param gaps how often numbers of a sequence were skipped
 * @param missing how many messages were skipped and not fetched
 * @param repeats how many messages came again, by their number, and were dropped
 */
public record FeedReport(long connections, long messages, long gaps, long missing, long repeats) {}
