package dev.millrace.ml.stream;

import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.instance.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Builders whose arrays serve batch after batch, where tasks run in the driver's JVM. Which task
 * gets which does not matter. Thread-safe, save for {@link #takeBack}.
 */
final class BuilderPool {
  private final Schema schema;
  private final ArrayDeque<InstanceBlockBuilder> idle = new ArrayDeque<>();
  private final List<InstanceBlockBuilder> lent = new ArrayList<>();

  BuilderPool(Schema schema) {
    this.schema = schema;
  }

  /** An empty builder, to be used until {@link #takeBack}. */
  synchronized InstanceBlockBuilder lend() {
    InstanceBlockBuilder builder =
        idle.isEmpty() ? new InstanceBlockBuilder(schema) : idle.removeFirst();
    lent.add(builder);
    return builder;
  }

  /** All blocks made since the last time are done with; none is used afterwards. */
  synchronized void takeBack() {
    lent.forEach(InstanceBlockBuilder::clear);
    idle.addAll(lent);
    lent.clear();
  }
}
