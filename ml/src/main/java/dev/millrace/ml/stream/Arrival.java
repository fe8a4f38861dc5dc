package dev.millrace.ml.stream;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What comes to a learning stream whose labels come later: a row or a label. */
sealed interface Arrival<T, L> extends Serializable {
  /** A row, without its label. */
  @SuppressWarnings("serial") // can be serialized where the user's rows can
  record OfRow<T, L>(T row) implements Arrival<T, L> {}

  /** A label. */
  @SuppressWarnings("serial") // can be serialized where the user's labels can
  record OfLabel<T, L>(L label) implements Arrival<T, L> {}

  /** The rows among them, save those at some places. */
  static <T, L> List<T> rows(List<Arrival<T, L>> arrivals, BitSet without) {
    List<T> rows = new ArrayList<>();
    for (int i = 0; i < arrivals.size(); i++) {
      if (!without.get(i) && arrivals.get(i) instanceof OfRow<T, L> row) {
        rows.add(row.row());
      }
    }
    return rows;
  }
}
