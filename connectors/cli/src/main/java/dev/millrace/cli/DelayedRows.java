package dev.millrace.cli;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.row.Row;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.ml.evaluate.DelayedEvaluation;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.instance.StatefulExtractor;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Hands the rows of a pipeline, in order, to an evaluation in which labels come late. */
final class DelayedRows {
  private final DelayedEvaluation evaluation;
  private final FeatureExtractor<Row> features;
  private final AnswerDelay delay;
  private final InstanceBlockBuilder rows;
  private long asked;

  DelayedRows(DelayedEvaluation evaluation, FeatureExtractor<Row> features, AnswerDelay delay) {
    this.evaluation = evaluation;
    this.features =
        features instanceof StatefulExtractor<Row> stateful ? stateful.fresh() : features;
    this.delay = delay;
    this.rows = new InstanceBlockBuilder(features.schema());
  }

  /** Takes in one batch. */
  void add(Batch<Row> batch, BatchContext context) {
    DoubleStream.Builder moments = DoubleStream.builder();
    DoubleStream.Builder delays = DoubleStream.builder();
    int partition = 0;
    for (List<Row> values : batch.collectPartitions()) {
      for (int i = 0; i < values.size(); i++) {
        String problem = add(values.get(i), moments, delays);
        if (!problem.isEmpty()) {
          String position =
              "batch " + context.info().id() + ", partition " + partition + ", row " + i;
          context.reject(new DeadLetter("learners", position, problem, text(values.get(i))));
        }
      }
      partition++;
    }
    evaluation.add(rows.block(), moments.build().toArray(), delays.build().toArray());
    rows.clear();
  }

  private static String text(Row row) {
    return IntStream.range(0, row.schema().width())
        .mapToObj(row::display)
        .collect(Collectors.joining(","));
  }

  /** Gives why the row is refused; empty if it is taken. */
  private String add(Row row, DoubleStream.Builder moments, DoubleStream.Builder delays) {
    double moment;
    double wait;
    try {
      moment = delay.moment(row, asked);
      wait = delay.delay(row);
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
    String problem = rows.add(features, row);
    if (problem.isEmpty()) {
      moments.add(moment);
      delays.add(wait);
      asked++;
    }
    return problem;
  }
}
