package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A node of the graph that {@code DStream}s describe: its inputs, and how one batch of it comes of
 * one batch of each input. Immutable; what a run remembers between batches lives in the run (see
 * {@link Stateful}), so one graph can be run any number of times.
 *
 * <p>An operator is one small class per kind. {@code compute} is called at most once per batch; the
 * run keeps its result, cached where more than one operator reads it.
 */
public abstract class Operator<T> {
  private final String name;

  /**
   * @param name the name that the user gave, or null
   */
  protected Operator(String name) {
    this.name = name;
  }

  /** What this kind of operator is called, for instance {@code "filter"}. */
  public abstract String kind();

  public abstract List<Operator<?>> inputs();

  /** Describes, or computes, this operator's batch. */
  public abstract Batch<T> compute(BatchScope scope) throws Exception;

  /**
   * For each partition of this batch, what its records came out of one after the other: a split of
   * a source where that is still to be told, or else the operator as a whole.
   */
  List<String> splits(BatchScope scope) throws Exception {
    return Collections.nCopies(scope.batch(this).partitions(), label());
  }

  /** The same operator under another name; this one is not modified. */
  public abstract Operator<T> withName(String newName);

  /** The name that the user gave. */
  public final Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** How messages name it: {@code "operator 'parse' (map)"}, {@code "operator map"}. */
  public final String where() {
    return name == null ? "operator " + kind() : "operator '" + name + "' (" + kind() + ")";
  }

  /** The user's name, or what kind it is: for people to read. */
  public final String label() {
    return name == null ? kind() : name;
  }
}
