package dev.millrace.core.graph;

import java.io.Serializable;
import java.util.Objects;

/**
 * An edge. Its vertices are keys; see {@link dev.millrace.core.KeyValue}.
 *
 * <p>In a pipeline of one machine {@code V} may be anything with {@code equals} and {@code
 * hashCode}.
 */
public record Edge<V>(V from, V to) implements Serializable {
  public Edge {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
  }
}
