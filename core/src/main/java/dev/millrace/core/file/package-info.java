/**
 * Files of data, wherever they lie: what sources and sinks of files are written against. A
 * checkpoint's files are of another kind, see {@link dev.millrace.core.checkpoint.Storage}.
 */
package dev.millrace.core.file;
