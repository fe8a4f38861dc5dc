package dev.millrace.core.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * Writes and reads values of one type for the checkpoint. Stateless and thread-safe.
 *
 * <p>Laws: {@code read(write(v))} equals {@code v}; equal values give equal bytes; {@code read}
 * never allocates more than the input justifies and fails with an {@code IOException} on bytes that
 * it did not write. {@code StateCodecs} has the ready-made ones; {@code
 * dev.millrace.core.testing.StateCodecConformance} checks an implementation.
 */
public interface StateCodec<S> extends Serializable {
  /** Names the layout, for instance {@code "i64"}; stored, and compared when state is restored. */
  String layout();

  void write(S value, DataOutput out) throws IOException;

  S read(DataInput in) throws IOException;
}
