package dev.millrace.notebooks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Figures by their definitions, over whole columns: what pipelines keep online is held to them. */
public final class Figures {
  private Figures() {}

  /** A column of rows as numbers. */
  public static double[] column(List<String[]> rows, int column) {
    return rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
  }

  /** The share of probabilities on the side of a half where what came is. */
  public static double accuracy(double[] said, double[] came) {
    return IntStream.range(0, said.length)
        .mapToDouble(i -> (said[i] > 0.5) == (came[i] == 1) ? 1 : 0)
        .average()
        .orElseThrow();
  }

  /** Mean of the negative log of what was said of what came. */
  public static double logLoss(double[] said, double[] came) {
    return IntStream.range(0, said.length)
        .mapToDouble(i -> -Math.log(Math.max(1e-15, came[i] == 1 ? said[i] : 1 - said[i])))
        .average()
        .orElseThrow();
  }

  /** Mean squared error of probabilities. */
  public static double brier(double[] said, double[] came) {
    return IntStream.range(0, said.length)
        .mapToDouble(i -> (said[i] - came[i]) * (said[i] - came[i]))
        .average()
        .orElseThrow();
  }

  /** By the sum of the ranks (Mann and Whitney), ties at their middle rank. */
  public static double rocAuc(double[] said, double[] came) {
    int[] order =
        IntStream.range(0, said.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> said[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double ranks = 0;
    int first = 0;
    while (first < order.length) {
      int last = first;
      while (last + 1 < order.length && said[order[last + 1]] == said[order[first]]) {
        last++;
      }
      for (int i = first; i <= last; i++) {
        ranks += came[order[i]] * ((first + last) / 2.0 + 1);
      }
      first = last + 1;
    }
    double positives = Arrays.stream(came).sum();
    double negatives = came.length - positives;
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives);
  }

  /** Over ten bins, how far the mean of what was said is from the rate of what came. */
  public static double calibrationError(double[] said, double[] came) {
    double error = 0;
    for (int bin = 0; bin < 10; bin++) {
      int at = bin;
      int[] inside =
          IntStream.range(0, said.length)
              .filter(i -> Math.min(9, (int) Math.floor(10 * said[i])) == at)
              .toArray();
      double mean = IntStream.of(inside).mapToDouble(i -> said[i]).average().orElse(0);
      double rate = IntStream.of(inside).mapToDouble(i -> came[i]).average().orElse(0);
      error += inside.length * Math.abs(mean - rate) / said.length;
    }
    return error;
  }

  /** The Page-Hinkley statistic at a value, for a tolerance of 0.05. */
  public static double pageHinkley(double[] values, int first, int last) {
    double total = 0;
    double sum = 0;
    double least = 0;
    for (int i = first; i <= last; i++) {
      total += values[i];
      sum += values[i] - total / (i - first + 1) - 0.05;
      least = Math.min(least, sum);
    }
    return sum - least;
  }
}
