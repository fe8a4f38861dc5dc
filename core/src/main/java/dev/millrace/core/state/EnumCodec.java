package dev.millrace.core.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** A constant by its name, so that constants may be added and moved. */
record EnumCodec<E extends Enum<E>>(Class<E> type, StringCodec names) implements StateCodec<E> {
  @Override
  public String layout() {
    return "enum";
  }

  @Override
  public void write(E value, DataOutput out) throws IOException {
    names.write(value.name(), out);
  }

  @Override
  public E read(DataInput in) throws IOException {
    String name = names.read(in);
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          type.getSimpleName()
              + " has no constant '"
              + name
              + "'; it has "
              + Arrays.toString(type.getEnumConstants()),
          e);
    }
  }
}
