package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.window.BatchWindow;
import java.util.List;
import java.util.Objects;

/**
 * Holds what {@code perBatch} makes of each batch and, at every slide, shows what {@code perWindow}
 * makes of all that is held; between slides it is empty.
 */
public final class WindowOperator<T, H, R> extends Operator<R> implements Stateful<HeldBatches<H>> {
  private final String kind;
  private final Operator<T> input;
  private final BatchWindow window;
  private final StateCodec<H> codec;
  private final BatchStep<T, H> perBatch;
  private final BatchStep<H, R> perWindow;

  public WindowOperator(
      String name,
      String kind,
      Operator<T> input,
      BatchWindow window,
      StateCodec<H> codec,
      BatchStep<T, H> perBatch,
      BatchStep<H, R> perWindow) {
    super(name);
    this.kind = kind;
    this.input = input;
    this.window = Objects.requireNonNull(window, "window");
    this.codec = Objects.requireNonNull(codec, "codec");
    this.perBatch = perBatch;
    this.perWindow = perWindow;
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
    HeldBatches<H> held = scope.state(this);
    held.add(scope.info(), perBatch.apply(scope.batch(input), where(), scope));
    return held.slid() ? perWindow.apply(held.all(), where(), scope) : scope.engine().of(List.of());
  }

  @Override
  public Operator<R> withName(String newName) {
    return new WindowOperator<>(newName, kind, input, window, codec, perBatch, perWindow);
  }

  @Override
  public HeldBatches<H> newState(Engine engine, int partitions) {
    return new HeldBatches<>(engine, label(), window, codec);
  }
}
