/** Tables and results of SQL as Spark has them. */
package dev.millrace.spark.internal.sql;
