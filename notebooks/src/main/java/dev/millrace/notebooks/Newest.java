package dev.millrace.notebooks;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Remembers the newest row of each key, of few keys, and hands all rows on. An operator with state
 * of its own.
 */
public final class Newest<T> implements BatchProcessor<T, T> {
  private final Function<T, String> key;
  private final StateCodec<T> codec;
  private final Map<String, T> newest = new TreeMap<>();

  /**
   * @param type a record of what {@link StateCodecs#record} knows
   */
  public Newest(Class<T> type, Function<T, String> key) {
    this.key = key;
    this.codec = StateCodecs.record(type);
  }

  @Override
  public synchronized Batch<T> process(Batch<T> batch, BatchContext context) {
    batch.collect().forEach(row -> newest.put(key.apply(row), row));
    return batch;
  }

  /** The newest row of each key, by key. */
  public synchronized Collection<T> rows() {
    return List.copyOf(newest.values());
  }

  @Override
  public synchronized void save(StateWriter out) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(bytes)) {
      for (T row : newest.values()) {
        codec.write(row, data);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.put("count", newest.size()).put("rows", bytes.toByteArray());
  }

  @Override
  public synchronized void restore(StateReader in) {
    long count = in.getLong("count");
    try (DataInputStream data =
        new DataInputStream(new ByteArrayInputStream(in.getBytes("rows")))) {
      for (long i = 0; i < count; i++) {
        T row = codec.read(data);
        newest.put(key.apply(row), row);
      }
    } catch (IOException e) {
      throw new CheckpointException("state of '" + in.part() + "' is damaged", e);
    }
  }
}
