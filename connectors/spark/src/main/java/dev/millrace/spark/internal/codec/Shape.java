package dev.millrace.spark.internal.codec;

import java.io.IOException;

/** How values of one class are written. */
@FunctionalInterface
interface Shape {
  /** Writes a tag and what {@link BlockDecoder} reads after it. */
  void write(Object value, BlockEncoder to) throws IOException;
}
