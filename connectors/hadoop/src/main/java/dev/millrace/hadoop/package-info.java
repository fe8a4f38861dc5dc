/**
 * Checkpoints on HDFS and S3, through Hadoop's client; with or without Spark. See {@link
 * dev.millrace.hadoop.HadoopStorage}.
 */
package dev.millrace.hadoop;
