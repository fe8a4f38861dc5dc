/**
 * Time. Batches are aligned to processing time; event time (timestamps, watermarks) has its place
 * here.
 */
package dev.millrace.core.time;
