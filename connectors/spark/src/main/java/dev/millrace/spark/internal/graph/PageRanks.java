package dev.millrace.spark.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.Partitioner;
import dev.millrace.core.engine.ZipFunction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PageRank by exactly so many iterations, each a shuffle of one sum per vertex and partition.
 * GraphX has another PageRank: its ranks leak out of vertices without edges and are scaled at the
 * end, and it adds up what arrives in any order, so the last digits change from run to run.
 */
public final class PageRanks {
  /** So the plan of a job stays small, however many iterations there are. */
  private static final int ITERATIONS_PER_JOB = 20;

  private final Home home;
  private final Batch<Targets> targets;
  private final double damping;
  private final long vertices;

  /**
   * @param vertices how many there are, at least one
   */
  public PageRanks(NumberedGraph<?> graph, double damping, long vertices) {
    this.home = graph.home();
    this.targets = graph.targets().cache();
    this.damping = damping;
    this.vertices = vertices;
  }

  /** Each vertex with its rank; ranks add up to 1. */
  public Batch<Numbered<Double>> after(int iterations) {
    double equal = 1.0 / vertices;
    Batch<Numbered<Double>> ranks = targets.map(vertex -> new Numbered<>(vertex.vertex(), equal));
    for (int i = 1; i <= iterations; i++) {
      ranks = next(ranks);
      if (i % ITERATIONS_PER_JOB == 0) {
        ranks = ranks.cache();
        ranks.count();
      }
    }
    return ranks;
  }

  private Batch<Numbered<Double>> next(Batch<Numbered<Double>> ranks) {
    return targets.zip(
        targets.zip(ranks, giving(home.partitions())).exchange(toOwner(home), home.partitions()),
        taking(damping, vertices));
  }

  /** What a partition gives to a vertex, or to all vertices of partition {@code -1 - vertex}. */
  private static ZipFunction<Targets, Numbered<Double>, Numbered<Double>> giving(int partitions) {
    return (targets, ranks, out) -> {
      Map<Long, Double> shares = new LinkedHashMap<>();
      double idle = 0;
      for (int i = 0; i < targets.size(); i++) {
        long[] to = targets.get(i).to();
        double rank = ranks.get(i).value();
        if (to.length == 0) {
          idle += rank;
        }
        for (long target : to) {
          shares.merge(target, rank / to.length, Double::sum);
        }
      }
      for (Map.Entry<Long, Double> share : shares.entrySet()) {
        out.emit(new Numbered<>(share.getKey(), share.getValue()));
      }
      for (int partition = 0; partition < partitions; partition++) {
        out.emit(new Numbered<>(-1 - partition, idle));
      }
    };
  }

  private static Partitioner<Numbered<Double>> toOwner(Home home) {
    return (share, index, count) ->
        share.vertex() < 0 ? (int) (-1 - share.vertex()) : home.of(share.vertex());
  }

  private static ZipFunction<Targets, Numbered<Double>, Numbered<Double>> taking(
      double damping, long vertices) {
    return (targets, shares, out) -> {
      long[] numbers = targets.stream().mapToLong(Targets::vertex).toArray();
      double[] sums = new double[numbers.length];
      double idle = 0;
      for (Numbered<Double> share : shares) {
        if (share.vertex() < 0) {
          idle += share.value();
        } else {
          sums[Arrays.binarySearch(numbers, share.vertex())] += share.value();
        }
      }
      for (int i = 0; i < numbers.length; i++) {
        double rank = (1 - damping) / vertices + damping * (sums[i] + idle / vertices);
        out.emit(new Numbered<>(numbers[i], rank));
      }
    };
  }
}
