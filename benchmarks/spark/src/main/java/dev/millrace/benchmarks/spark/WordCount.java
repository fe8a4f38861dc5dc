package dev.millrace.benchmarks.spark;

import dev.millrace.core.DStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.spark.streaming.api.java.JavaDStream;
import scala.Tuple2;

/** Counts the words of lines of ten, out of 20,000, the frequent ones first as in real text. */
final class WordCount {
  private static final int DISTINCT = 1 << 16;
  private static final int VOCABULARY = 20_000;
  private static final int WORDS = 10;
  private static final String[] LINES = lines();

  private WordCount() {}

  private static String[] lines() {
    SplittableRandom random = new SplittableRandom(1);
    String[] lines = new String[DISTINCT];
    for (int i = 0; i < lines.length; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = 0; w < WORDS; w++) {
        double u = random.nextDouble();
        line.append(w == 0 ? "" : " ").append("word").append((int) (VOCABULARY * u * u * u));
      }
      lines[i] = line.toString();
    }
    return lines;
  }

  private static String line(long number) {
    return LINES[(int) (number % DISTINCT)];
  }

  private static List<String> words(String line) {
    return Arrays.asList(line.split(" ", -1));
  }

  /** How many distinct words the batches had, and how many words, summed up. */
  record Totals(long distinct, long words) implements Serializable {
    Totals plus(Totals other) {
      return new Totals(distinct + other.distinct, words + other.words);
    }
  }

  static Contender<Totals> spark(SparkStreams streams) {
    return load -> streams.run(load, WordCount::line, lines -> counted(lines, load.partitions()));
  }

  private static Supplier<Totals> counted(JavaDStream<String> lines, int partitions) {
    Totals[] totals = {none()};
    lines
        .flatMap(line -> words(line).iterator())
        .mapToPair(word -> new Tuple2<>(word, 1L))
        .reduceByKey(Long::sum, partitions)
        .foreachRDD(
            counts ->
                totals[0] =
                    totals[0].plus(
                        counts.aggregate(
                            none(),
                            (sum, pair) -> sum.plus(new Totals(1, pair._2())),
                            Totals::plus)));
    return () -> totals[0];
  }

  private static Totals none() {
    return new Totals(0, 0);
  }

  static Contender<Totals> millrace(MillraceStreams streams) {
    return load -> streams.run(load, WordCount::line, WordCount::counted);
  }

  private static Supplier<Totals> counted(DStream<String> lines) {
    Totals[] totals = {none()};
    lines
        .<String>flatMap(
            (line, out) -> {
              for (String word : words(line)) {
                out.emit(word);
              }
            })
        .keyBy(word -> word)
        .mapValues(word -> 1L)
        .reduceByKey(Long::sum)
        .values()
        .foreachBatch(
            (counts, context) ->
                counts
                    .runPartitions(
                        (partition, values) ->
                            new Totals(
                                values.size(), values.stream().mapToLong(count -> count).sum()))
                    .forEach(part -> totals[0] = totals[0].plus(part)));
    return () -> totals[0];
  }
}
