package dev.millrace.file;

/** The bytes of a range, as the planner has scanned them, and how to decode them. */
record Chunk<T>(RangeBytes bytes, FileDecoding<T> decoding) {}
