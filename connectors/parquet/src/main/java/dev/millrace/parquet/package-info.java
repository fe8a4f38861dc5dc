/**
 * Parquet files on disks, HDFS and S3, as sources and as exactly-once sinks, through Apache Parquet
 * and Hadoop's file systems; and Arrow's streams and files as sources.
 *
 * <p>Columns are flat: what is nested is named and refused.
 */
package dev.millrace.parquet;
