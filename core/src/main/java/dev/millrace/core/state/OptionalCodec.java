package dev.millrace.core.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** A flag, then the value if there is one. */
record OptionalCodec<E>(StateCodec<Boolean> flags, StateCodec<E> values)
    implements StateCodec<Optional<E>> {
  @Override
  public String layout() {
    return "optional(" + values.layout() + ")";
  }

  @Override
  public void write(Optional<E> value, DataOutput out) throws IOException {
    flags.write(value.isPresent(), out);
    if (value.isPresent()) {
      values.write(value.get(), out);
    }
  }

  @Override
  public Optional<E> read(DataInput in) throws IOException {
    return flags.read(in) ? Optional.of(values.read(in)) : Optional.empty();
  }
}
