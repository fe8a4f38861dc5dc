package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import java.util.ArrayList;
import java.util.List;

/** One stream's partitions followed by the other's. */
public final class UnionOperator<T> extends Operator<T> {
  private final Operator<T> left;
  private final Operator<T> right;

  public UnionOperator(String name, Operator<T> left, Operator<T> right) {
    super(name);
    this.left = left;
    this.right = right;
  }

  @Override
  public String kind() {
    return "union";
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(left, right);
  }

  @Override
  public Batch<T> compute(BatchScope scope) throws Exception {
    return scope.batch(left).union(scope.batch(right));
  }

  /** Those of both; one that both have is two. */
  @Override
  List<String> splits(BatchScope scope) throws Exception {
    List<String> ofLeft = left.splits(scope);
    List<String> splits = new ArrayList<>(ofLeft);
    for (String split : right.splits(scope)) {
      splits.add(ofLeft.contains(split) ? split + "'" : split);
    }
    return splits;
  }

  @Override
  public Operator<T> withName(String newName) {
    return new UnionOperator<>(newName, left, right);
  }
}
