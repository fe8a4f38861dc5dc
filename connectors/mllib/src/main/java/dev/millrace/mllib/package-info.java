/** Models of Spark MLlib in Millrace, and models of Millrace in Spark MLlib. */
package dev.millrace.mllib;
