/**
 * What a pipeline tells of itself: a {@link dev.millrace.core.observe.StreamingListener} gets a
 * {@link dev.millrace.core.observe.BatchReport} per batch; {@link
 * dev.millrace.core.observe.ProgressListener} shows it to people. Without a listener no report is
 * made.
 */
package dev.millrace.core.observe;
