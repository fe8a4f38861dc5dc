package dev.millrace.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What batches did, from the first to the newest, in bounded memory: points of one batch each until
 * there is no more room, then of two, of four and so on. Not thread-safe.
 */
final class History {
  private static final int MAX_COLUMNS = 512;

  private final int capacity;
  private final long[] times;
  private final long[] batchIds;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private int size;
  private long stride = 1;
  private long inLast;

  /**
   * @param capacity how many points there is room for, even
   */
  History(int capacity) {
    this.capacity = capacity;
    this.times = new long[capacity];
    this.batchIds = new long[capacity];
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** How many points there are. */
  int size() {
    return size;
  }

  /** How many batches a point is of. */
  long stride() {
    return stride;
  }

  /** Begins the next batch, to which {@link #put} then adds. */
  void next(long batchId, Instant time) {
    if (size == 0 || inLast == stride) {
      if (size == capacity) {
        halve();
      }
      if (inLast == stride || size == 0) {
        size++;
        inLast = 0;
      }
    }
    inLast++;
    times[size - 1] = time.toEpochMilli();
    batchIds[size - 1] = batchId;
    put("batches", Column.Merge.SUM, 1);
  }

  /** A number of the newest batch; one that is not finite is none. Too many series are dropped. */
  void put(String name, Column.Merge merge, double value) {
    Column column = columns.get(name);
    if (column == null && columns.size() < MAX_COLUMNS) {
      column = new Column(merge);
      columns.put(name, column);
    }
    if (column != null && size > 0 && Double.isFinite(value)) {
      column.add(size - 1, value, 1.0 / inLast);
    }
  }

  double get(String name, int point) {
    Column column = columns.get(name);
    return column == null ? Double.NaN : column.get(point);
  }

  void clear() {
    size = 0;
    stride = 1;
    inLast = 0;
    columns.values().forEach(Column::clear);
  }

  private void halve() {
    columns.values().forEach(column -> column.halve(size));
    for (int i = 0; i < size; i++) {
      times[i / 2] = times[i];
      batchIds[i / 2] = batchIds[i];
    }
    size = (size + 1) / 2;
    stride *= 2;
    inLast = stride;
  }

  /**
   * Writes those series that have anything: {@code {"t": […], "batch": […], "columns": {"rows":
   * […], …}}}, times in ms.
   */
  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeFieldName("t");
    out.writeArray(Arrays.copyOf(times, size), 0, size);
    out.writeFieldName("batch");
    out.writeArray(Arrays.copyOf(batchIds, size), 0, size);
    out.writeObjectFieldStart("columns");
    for (Map.Entry<String, Column> column : columns.entrySet()) {
      if (column.getValue().isEmpty(size)) {
        continue;
      }
      out.writeArrayFieldStart(column.getKey());
      for (int i = 0; i < size; i++) {
        Messages.number(out, column.getValue().get(i));
      }
      out.writeEndArray();
    }
    out.writeEndObject();
    out.writeEndObject();
  }
}
