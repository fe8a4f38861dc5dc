/**
 * YAML and JSON documents that people write, read into records: what a key means stands once,
 * beside the record's component, and gives the reader, the messages and the JSON Schema.
 *
 * <p>Every mistake is told with file, line and column, what was expected and what was found, and,
 * where a name is near another, with that one. Documents are bounded: see {@link
 * dev.millrace.yaml.document.Document}.
 */
package dev.millrace.yaml.document;
