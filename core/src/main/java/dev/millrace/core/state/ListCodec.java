package dev.millrace.core.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Elements in order behind their number. */
record ListCodec<E>(StateCodec<E> elements) implements StateCodec<List<E>> {
  private static final int FIRST_ROOM = 64;

  @Override
  public String layout() {
    return "list(" + elements.layout() + ")";
  }

  @Override
  public void write(List<E> value, DataOutput out) throws IOException {
    out.writeInt(value.size());
    for (E element : value) {
      elements.write(element, out);
    }
  }

  @Override
  public List<E> read(DataInput in) throws IOException {
    int count = Lengths.readCount(in);
    List<E> list = new ArrayList<>(Math.min(count, FIRST_ROOM));
    for (int i = 0; i < count; i++) {
      list.add(elements.read(in));
    }
    return Collections.unmodifiableList(list);
  }
}
