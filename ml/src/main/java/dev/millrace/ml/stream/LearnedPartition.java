package dev.millrace.ml.stream;

import dev.millrace.core.function.Emitter;
import dev.millrace.ml.evaluate.PrequentialReport;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What became of one partition of a batch.
 *
 * @param rows those that were good, where predictions are asked for; a list that can be serialized
 * @param scored what they were predicted as; of no rows where that is not asked for
 * @param labelled of the whole batch, with the first partition only
 * @param reports on the whole batch; one at most, with the first partition only
 */
record LearnedPartition<T>(
    List<T> rows, ScoredBlock scored, Labelled labelled, List<PrequentialReport> reports)
    implements Serializable {

  /**
   * Rows whose labels came later, in the order in which they did.
   *
   * @param ids of the rows
   * @param scored what they had been predicted as, and the labels
   */
  record Labelled(List<String> ids, ScoredBlock scored) implements Serializable {
    static final Labelled NONE = new Labelled(List.of(), ScoredBlock.none());
  }

  /**
   * What the driver says of a partition whose rows it does not hold.
   *
   * @param refused which rows were not good, by their place
   */
  record Verdict(
      BitSet refused, ScoredBlock scored, Labelled labelled, List<PrequentialReport> reports)
      implements Serializable {
    /** Brings rows and verdict together. */
    <T> LearnedPartition<T> on(List<T> values) {
      return with(refused.isEmpty() ? values : without(values, refused));
    }

    /** The same where none of the rows was refused. */
    <T> LearnedPartition<T> with(List<T> good) {
      return new LearnedPartition<>(good, scored, labelled, reports);
    }
  }

  private static <T> List<T> without(List<T> values, BitSet refused) {
    List<T> good = new ArrayList<>(values.size());
    for (int i = refused.nextClearBit(0); i < values.size(); i = refused.nextClearBit(i + 1)) {
      good.add(values.get(i));
    }
    return good;
  }

  void emitScored(Emitter<Scored<T>> out) throws Exception {
    for (int i = 0; i < scored.rows(); i++) {
      out.emit(new Scored<>(rows.get(i), scored, i));
    }
  }

  void emitLabelled(Emitter<Scored<String>> out) throws Exception {
    for (int i = 0; i < labelled.ids().size(); i++) {
      out.emit(new Scored<>(labelled.ids().get(i), labelled.scored(), i));
    }
  }
}
