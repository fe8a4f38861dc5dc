/**
 * Tables of relational databases as sources, and as sinks that show every batch exactly once.
 *
 * <p><b>Sources</b> ({@link dev.millrace.jdbc.JdbcSource}) follow columns whose values grow, and
 * replay as long as the rows stay as they are. Order: that of the columns. A crash loses nothing
 * and repeats nothing, since offsets are in the pipeline's own checkpoint. <b>Sinks</b> ({@link
 * dev.millrace.jdbc.JdbcSink}) stage a batch in a file beside the checkpoint and, once that is
 * durable, write it in one transaction together with its number.
 *
 * <p>PostgreSQL, SQLite, H2 and DuckDB; drivers are the user's to add.
 */
package dev.millrace.jdbc;
