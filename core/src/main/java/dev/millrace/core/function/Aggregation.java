package dev.millrace.core.function;

import java.io.Serializable;
import java.util.Objects;

/**
 * An aggregation as data: create, accumulate, merge, finish. One aggregation serves whole batches,
 * keys and windows.
 *
 * <p>Laws: {@code merge} is associative; {@code merge(create(), a)} equals {@code a}; accumulating
 * a list equals accumulating its two halves and merging them. {@code accumulate} and {@code merge}
 * may modify and return their first argument, never the second.
 *
 * @param <T> what comes in
 * @param <A> the accumulator
 * @param <R> what comes out
 */
public interface Aggregation<T, A, R> extends Serializable {
  A create();

  A accumulate(A accumulator, T value) throws Exception;

  A merge(A left, A right) throws Exception;

  R finish(A accumulator) throws Exception;

  /** Makes an aggregation of its four functions. */
  static <T, A, R> Aggregation<T, A, R> of(
      SerializableSupplier<A> create,
      BiFunction<A, T, A> accumulate,
      ReduceFunction<A> merge,
      MapFunction<A, R> finish) {
    Objects.requireNonNull(create, "create");
    Objects.requireNonNull(accumulate, "accumulate");
    Objects.requireNonNull(merge, "merge");
    Objects.requireNonNull(finish, "finish");
    return new Aggregation<>() {
      private static final long serialVersionUID = 1L;

      @Override
      public A create() {
        return create.get();
      }

      @Override
      public A accumulate(A accumulator, T value) throws Exception {
        return accumulate.apply(accumulator, value);
      }

      @Override
      public A merge(A left, A right) throws Exception {
        return merge.apply(left, right);
      }

      @Override
      public R finish(A accumulator) throws Exception {
        return finish.apply(accumulator);
      }
    };
  }
}
