package dev.millrace.ml.stream;

import dev.millrace.core.function.Emitter;
import dev.millrace.ml.evaluate.PrequentialReport;
import java.util.List;
import java.util.Optional;

/**
 * What became of one partition of a batch.
 *
 * @param rows those that were good, where predictions are asked for
 * @param scored what they were predicted as, where that is asked for
 * @param report on the whole batch; with the first partition only
 */
record LearnedPartition<T>(
    List<T> rows, Optional<ScoredBlock> scored, Optional<PrequentialReport> report) {

  void emitScored(Emitter<Scored<T>> out) throws Exception {
    if (scored.isPresent()) {
      for (int i = 0; i < rows.size(); i++) {
        out.emit(new Scored<>(rows.get(i), scored.get(), i));
      }
    }
  }
}
