package dev.millrace.core.internal.stage;

import dev.millrace.core.function.Aggregation;
import dev.millrace.core.function.ReduceFunction;
import java.io.Serializable;
import java.util.Objects;

/**
 * How values that belong together become one: per partition from values, then over partitions from
 * what those gave. Every exception names the operator.
 *
 * @param <V> a value
 * @param <A> what a partition makes of its values
 * @param <R> the result
 */
public interface Combiner<V, A, R> extends Serializable {
  A first(V value) throws Exception;

  /** May modify {@code accumulator}, which came from {@link #first}, {@code add} or own. */
  A add(A accumulator, V value) throws Exception;

  /**
   * A copy that {@link #merge} may modify: what one task gave is seen again by a task that is
   * retried.
   */
  A own(A accumulator) throws Exception;

  /** May modify {@code left}, never {@code right}. */
  A merge(A left, A right) throws Exception;

  R finish(A accumulator) throws Exception;

  /** Combines with one associative function. */
  static <V> Combiner<V, V, V> of(String where, ReduceFunction<V> function) {
    Objects.requireNonNull(function, "function");
    return new Reducing<>(where, function);
  }

  static <V, A, R> Combiner<V, A, R> of(String where, Aggregation<? super V, A, R> aggregation) {
    Objects.requireNonNull(aggregation, "aggregation");
    return new Aggregating<>(where, aggregation);
  }

  /** See {@link #of(String, ReduceFunction)}. */
  record Reducing<V>(String where, ReduceFunction<V> function) implements Combiner<V, V, V> {
    @Override
    public V first(V value) {
      return value;
    }

    @Override
    public V add(V accumulator, V value) throws Exception {
      try {
        return UserCode.present(where, function.apply(accumulator, value));
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
    }

    @Override
    public V own(V accumulator) {
      return accumulator;
    }

    @Override
    public V merge(V left, V right) throws Exception {
      return add(left, right);
    }

    @Override
    public V finish(V accumulator) {
      return accumulator;
    }
  }

  /** See {@link #of(String, Aggregation)}. */
  record Aggregating<V, A, R>(String where, Aggregation<? super V, A, R> aggregation)
      implements Combiner<V, A, R> {
    @Override
    public A first(V value) throws Exception {
      return add(empty(), value);
    }

    /** What there is before any value. */
    public A empty() throws Exception {
      try {
        return UserCode.present(where, aggregation.create());
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
    }

    @Override
    public A add(A accumulator, V value) throws Exception {
      try {
        return UserCode.present(where, aggregation.accumulate(accumulator, value));
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
    }

    @Override
    public A own(A accumulator) throws Exception {
      return merge(empty(), accumulator);
    }

    @Override
    public A merge(A left, A right) throws Exception {
      try {
        return UserCode.present(where, aggregation.merge(left, right));
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
    }

    @Override
    public R finish(A accumulator) throws Exception {
      try {
        return UserCode.present(where, aggregation.finish(accumulator));
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
    }
  }
}
