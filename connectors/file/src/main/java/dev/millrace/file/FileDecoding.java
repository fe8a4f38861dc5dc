package dev.millrace.file;

/** Makes decoders for the records of one file. Thread-safe. */
@FunctionalInterface
interface FileDecoding<T> {
  RecordDecoder<T> decoder();
}
