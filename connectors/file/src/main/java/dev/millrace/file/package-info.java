/**
 * Text, CSV, JSON-lines, ARFF, LibSVM, Vowpal Wabbit and web-log files as sources, and CSV and
 * JSON-lines files as sinks that show every batch exactly once.
 *
 * <p><b>Sources</b> ({@link dev.millrace.file.FileSource}) replay: an offset range reads the same
 * records in the same order for as long as the files are left as they are, which is checked. Order:
 * files by name, records as they stand. <b>Sinks</b> ({@link dev.millrace.file.FileSink}) write one
 * file per batch, or larger ones and in folders by column, made whole and durable before the batch
 * commits, and renamed into place after. A crash at any moment leaves neither a part of a file nor
 * a batch twice.
 */
package dev.millrace.file;
