package dev.millrace.notebooks.fraud;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.instance.StatefulExtractor;
import dev.millrace.ml.linear.LogisticModel;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.metric.Metrics;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.stream.DelayedLabels;
import dev.millrace.ml.stream.LabelValue;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Unlabelled;
import dev.millrace.notebooks.ShippedData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * The payments of the demo, stretched to five months, with chargebacks of 1 to 30 days: who pays
 * honestly never says so. Learned by a pipeline and by a loop over plain maps.
 */
class ChargebacksTest {
  private static final Duration HORIZON = Duration.ofDays(30);

  /** A payment, or that one was a fraud. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Event(String id, Instant at, boolean chargeback, double[] numbers)
      implements Serializable {
    double logAmount() {
      return Math.log1p(numbers[28]);
    }
  }

  private static List<Event> events() throws IOException {
    SplittableRandom random = new SplittableRandom(30);
    List<Event> events = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(ShippedData.file("card-transactions.csv.gz"))),
                StandardCharsets.UTF_8))) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] cells = line.replace("\"", "").split(",");
        double[] numbers = Arrays.stream(cells, 1, 30).mapToDouble(Double::parseDouble).toArray();
        Instant at = Instant.ofEpochMilli(Math.round(75_000 * Double.parseDouble(cells[0])));
        String id = "payment " + events.size();
        events.add(new Event(id, at, false, numbers));
        if (cells[30].equals("1")) {
          Instant known = at.plus(Duration.ofDays(1)).plusSeconds(random.nextInt(29 * 86_400));
          events.add(new Event(id, known, true, numbers));
        }
      }
    }
    events.sort(Comparator.comparing(Event::at));
    return events;
  }

  private static StatefulExtractor<Event> features() {
    return (StatefulExtractor<Event>)
        Features.<Event>of()
            .vector(
                "components",
                IntStream.range(0, 28).mapToObj(i -> "V" + (i + 1)).toList(),
                event -> Arrays.copyOf(event.numbers(), 28))
            .numeric("logAmount", Event::logAmount)
            .rolling("logAmount", event -> "all", Event::logAmount, 100, Statistic.MEAN)
            .classes("0", "1")
            .build();
  }

  private static LogisticRegression champion() {
    return new LogisticRegression(
        LogisticRegression.Options.defaults()
            .withOptimizer(new Optimizer.AdaGrad(LearningRate.constant(0.3), 1e-8))
            .withInterceptLearningRate(0.3)
            .withClassWeights(1, 3));
  }

  /** What waits for its label, in the loop. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Waiting(Event event, InstanceBlockBuilder row, double[] output) {}

  private static InstanceBlockBuilder labelled(Waiting waiting, double label) {
    // The features as they were: copied number by number, then the label beside them.
    InstanceBlockBuilder row = new InstanceBlockBuilder(features().schema());
    double[] values = ((DenseBlock) waiting.row().block()).values();
    for (int i = 0; i < row.schema().width(); i++) {
      row.feature(i, values[i]);
    }
    row.label(label);
    assertTrue(row.endRow(), row.reason());
    return row;
  }

  private static Metrics loop(List<Event> events, LogisticRegression learner) throws Exception {
    Metrics metrics = Metrics.of(learner.model());
    StatefulExtractor<Event> extractor = features();
    Map<String, Waiting> pending = new LinkedHashMap<>();
    for (Event event : events) {
      Iterator<Waiting> oldest = pending.values().iterator();
      while (oldest.hasNext()) {
        Waiting waiting = oldest.next();
        if (!waiting.event().at().plus(HORIZON).isBefore(event.at())) {
          break; // they are in the order of their times
        }
        oldest.remove();
        learn(waiting, 0, learner, metrics);
      }
      if (event.chargeback()) {
        Waiting waiting = pending.remove(event.id());
        if (waiting != null) {
          learn(waiting, 1, learner, metrics);
        }
      } else {
        InstanceBlockBuilder row = new InstanceBlockBuilder(extractor.schema());
        extractor.extract(event, row);
        assertTrue(row.endRow());
        extractor.observe(event);
        double[] output = new double[1];
        learner.model().predict(row.block(), output);
        pending.put(event.id(), new Waiting(event, row, output));
      }
    }
    return metrics;
  }

  private static void learn(
      Waiting waiting, double label, LogisticRegression learner, Metrics metrics) {
    metrics.add(label, waiting.output(), 0, waiting.output()[0] > 0.5 ? 1 : 0);
    learner.learn(labelled(waiting, label).block());
  }

  @Test
  void shouldLearnChargebacksAsALoopOverPlainMapsDoes() throws Exception {
    List<Event> events = events();
    LogisticRegression alone = champion();
    Metrics expected = loop(events, alone);
    assertTrue(alone.rowsLearned() > 4000, "learned " + alone.rowsLearned());
    for (int batch : new int[] {100, 1000}) {
      StreamingConfig config =
          StreamingConfig.named("chargebacks")
              .withTrigger(Trigger.availableNow())
              .withMaxBatchRecords(batch)
              .withoutShutdownHook();
      try (StreamingContext context = StreamingContext.create(config)) {
        DStream<Event> source = context.source("events", ReplaySource.of(events));
        LearningStream<Event> learning =
            LearningStream.on(source.filter(event -> !event.chargeback()), features())
                .delayedLabels(
                    source.filter(Event::chargeback),
                    DelayedLabels.<Event, Event>of(
                            Event::id,
                            Event::at,
                            Event::id,
                            Event::at,
                            LabelValue.classOf(chargeback -> "1"))
                        .withHorizon(HORIZON)
                        .withUnlabelled(Unlabelled.NEGATIVE))
                .learner("champion", champion())
                .evaluate(EvaluationMode.PER_ROW, 1000)
                .named("fraud");
        context.start();
        context.awaitTermination();
        LearnerReport report = learning.report().learner("champion");
        assertEquals(expected.values(), report.cumulative());
        LogisticModel model = (LogisticModel) learning.predictor("champion").current().model();
        assertArrayEquals(alone.model().weights(), model.weights());
        assertEquals(alone.model().intercept(), model.intercept());
        assertEquals(492, learning.report().labels().labelled());
        // In the first month nobody is known to be honest; in the last both kinds are well known.
        assertTrue(report.sliding().get("rocAuc") > 0.9, report.sliding().toString());
      }
    }
  }
}
