/** How values travel between driver and executors. */
package dev.millrace.spark.internal.codec;
