package dev.millrace.core.source;

import dev.millrace.core.function.Emitter;
import java.io.IOException;

/** Reads one range. Used by one thread, once, then closed. */
public interface SplitReader<T> extends AutoCloseable {
  /**
   * Hands over every record of the range in order.
   *
   * @param out takes the records
   * @param rejects takes what could not be decoded, with its position and the reason; may throw
   *     when the policy is to fail
   */
  void read(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception;

  @Override
  default void close() throws IOException {}
}
