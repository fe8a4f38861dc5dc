package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.Stage;
import java.util.List;
import java.util.function.Function;

/** A step that looks at one partition at a time; what it does is its {@link Stage}. */
public final class NarrowOperator<T, R> extends Operator<R> {
  private final String kind;
  private final Operator<T> input;
  private final Function<String, Stage<T, R>> stageNamed;
  private final Stage<T, R> stage;

  /**
   * @param stageNamed makes the stage when told how messages name the operator
   */
  public NarrowOperator(
      String name, String kind, Operator<T> input, Function<String, Stage<T, R>> stageNamed) {
    super(name);
    this.kind = kind;
    this.input = input;
    this.stageNamed = stageNamed;
    this.stage = stageNamed.apply(where());
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Batch<R> compute(BatchScope scope) throws Exception {
    return scope.batch(input).pipe(stage);
  }

  @Override
  List<String> splits(BatchScope scope) throws Exception {
    return input.splits(scope);
  }

  @Override
  public Operator<R> withName(String newName) {
    return new NarrowOperator<>(newName, kind, input, stageNamed);
  }
}
