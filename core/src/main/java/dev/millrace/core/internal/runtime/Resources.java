package dev.millrace.core.internal.runtime;

import dev.millrace.core.MillraceException;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.graph.Resourceful;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** What the operators of a run hold open. */
final class Resources implements Closeable {
  private final IdentityHashMap<Resourceful<?>, AutoCloseable> byOperator = new IdentityHashMap<>();
  private final List<AutoCloseable> inOrder = new ArrayList<>();

  void open(List<Operator<?>> operators, Engine engine) {
    for (Operator<?> operator : operators) {
      if (operator instanceof Resourceful<?> resourceful) {
        AutoCloseable resource = resourceful.open(engine);
        inOrder.add(resource);
        byOperator.put(resourceful, resource);
      }
    }
  }

  @SuppressWarnings("unchecked") // the operator's open gave it
  <R extends AutoCloseable> R of(Resourceful<R> operator) {
    return (R) byOperator.get(operator);
  }

  @Override
  public void close() {
    MillraceException failure = new MillraceException("an operator did not close");
    for (AutoCloseable resource : inOrder) {
      try {
        resource.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    inOrder.clear();
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
