package dev.millrace.benchmarks.spark;

/**
 * One way to work off a load.
 *
 * @param <A> what it computes
 */
@FunctionalInterface
interface Contender<A> {
  Run<A> run(Load load) throws Exception;
}
