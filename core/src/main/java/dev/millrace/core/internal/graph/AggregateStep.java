package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.function.Aggregation;
import dev.millrace.core.internal.stage.Combiner;
import dev.millrace.core.internal.stage.FoldStage;
import java.util.List;

/** One value for all of a batch, what an empty batch gives included. */
public record AggregateStep<T, A, R>(Aggregation<? super T, A, R> aggregation)
    implements BatchStep<T, R> {
  @Override
  public Batch<R> apply(Batch<T> batch, String where, BatchScope scope) throws Exception {
    var combiner = new Combiner.Aggregating<T, A, R>(where, aggregation);
    A total = combiner.empty();
    for (A part : batch.pipe(new FoldStage<>(combiner)).collect()) {
      total = combiner.merge(total, part);
    }
    return scope.engine().of(List.of(List.of(combiner.finish(total))));
  }
}
