/**
 * Parquet files on disks, HDFS and S3, as sources and as exactly-once sinks, through Apache Parquet
 * and Hadoop's file systems; and Arrow's streams and files as sources.
 *
 * <p>Columns may be nested: structs are records or JSON objects, lists are {@code List}s, primitive
 * arrays or JSON arrays, maps are {@code Map}s or JSON objects, up to 16 levels deep.
 */
package dev.millrace.parquet;
