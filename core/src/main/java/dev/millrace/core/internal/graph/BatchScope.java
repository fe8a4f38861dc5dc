package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.source.OffsetRange;
import java.util.List;

/** What an operator sees while one batch is computed. */
public interface BatchScope extends BatchContext {
  /** This batch of {@code operator}, computed once. */
  <T> Batch<T> batch(Operator<T> operator) throws Exception;

  /** What {@code operator} remembers in this run. */
  <S extends Checkpointed> S state(Stateful<S> operator);

  /** What {@code operator} holds open in this run. */
  <R extends AutoCloseable> R resource(Resourceful<R> operator);

  /** What this batch reads of {@code source}, as planned. */
  List<OffsetRange> ranges(SourceOperator<?> source);

  /** How many partitions a shuffle makes unless told otherwise. */
  int partitions();
}
