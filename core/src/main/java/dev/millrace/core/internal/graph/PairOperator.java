package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import java.util.List;

/** A step over the batches of two inputs; what it does is its {@link Step}. */
public final class PairOperator<T, U, R> extends Operator<R> {
  /** What an operator of two inputs does to their batches. Stateless. */
  @FunctionalInterface
  public interface Step<T, U, R> {
    /**
     * @param where how messages name the operator
     */
    Batch<R> apply(Batch<T> left, Batch<U> right, String where, BatchScope scope) throws Exception;
  }

  private final String kind;
  private final Operator<T> left;
  private final Operator<U> right;
  private final Step<T, U, R> step;

  public PairOperator(
      String name, String kind, Operator<T> left, Operator<U> right, Step<T, U, R> step) {
    super(name);
    this.kind = kind;
    this.left = left;
    this.right = right;
    this.step = step;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(left, right);
  }

  @Override
  public Batch<R> compute(BatchScope scope) throws Exception {
    return step.apply(scope.batch(left), scope.batch(right), where(), scope);
  }

  @Override
  public Operator<R> withName(String newName) {
    return new PairOperator<>(newName, kind, left, right, step);
  }
}
