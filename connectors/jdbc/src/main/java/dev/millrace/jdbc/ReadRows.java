package dev.millrace.jdbc;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.DeadLetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of rows that were read, in their order. Filled by one thread, then only read. */
final class ReadRows<T> {
  /** Null where a row became a dead letter. */
  private final List<T> values = new ArrayList<>();

  private final Map<Integer, DeadLetter> letters = new HashMap<>();

  /** Some of the rows that follow each other, for one reader. */
  record Part<T>(ReadRows<T> rows, int from, int until) {
    void emit(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
      for (int i = from; i < until; i++) {
        T value = rows.values.get(i);
        if (value == null) {
          rejects.emit(rows.letters.get(i));
        } else {
          out.emit(value);
        }
      }
    }
  }

  void add(T value) {
    values.add(value);
  }

  void reject(DeadLetter letter) {
    letters.put(values.size(), letter);
    values.add(null);
  }

  void removeLast() {
    values.remove(values.size() - 1);
    letters.remove(values.size());
  }

  int size() {
    return values.size();
  }

  Part<T> part(int from, int until) {
    return new Part<>(this, from, until);
  }
}
