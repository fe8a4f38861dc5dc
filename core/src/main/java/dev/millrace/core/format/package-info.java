/**
 * Records as bytes, for the connectors whose systems carry messages: bytes as they are, UTF-8 text,
 * JSON, or a {@link dev.millrace.core.format.RecordFormat} of one's own.
 */
package dev.millrace.core.format;
