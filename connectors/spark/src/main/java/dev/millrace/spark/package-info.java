/** Apache Spark as an engine for Millrace's pipelines. */
package dev.millrace.spark;
