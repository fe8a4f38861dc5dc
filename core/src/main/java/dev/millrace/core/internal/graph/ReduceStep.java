package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.function.ReduceFunction;
import dev.millrace.core.internal.stage.Combiner;
import dev.millrace.core.internal.stage.FoldStage;
import java.util.List;

/** One value for all of a batch, none for an empty batch. */
public record ReduceStep<T>(ReduceFunction<T> function) implements BatchStep<T, T> {
  @Override
  public Batch<T> apply(Batch<T> batch, String where, BatchScope scope) throws Exception {
    Combiner<T, T, T> combiner = Combiner.of(where, function);
    T total = null;
    for (T part : batch.pipe(new FoldStage<>(combiner)).collect()) {
      total = total == null ? part : combiner.merge(total, part);
    }
    return scope.engine().of(total == null ? List.of() : List.of(List.of(total)));
  }
}
