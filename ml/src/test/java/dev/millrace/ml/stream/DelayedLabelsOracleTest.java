package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.ml.Learner;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.LabelReport;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticModel;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.metric.Metrics;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Chargebacks of 1 to 30 days, some never, late, twice or early, learned by a pipeline and by a
 * loop over plain maps: the same weights and figures to the last bit, however batches are cut.
 */
class DelayedLabelsOracleTest {
  private static final Duration HORIZON = Duration.ofDays(30);
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  /** What the source has: payments, and the news about them. */
  record Event(Instant at, String payment, boolean news, double x, double y, boolean fraud)
      implements Serializable {
    String verdict() {
      return fraud ? "fraud" : "honest";
    }
  }

  private static final FeatureExtractor<Event> FEATURES =
      Features.<Event>of()
          .numeric("x", Event::x)
          .numeric("y", Event::y)
          .classes("honest", "fraud")
          .build();

  private static final List<Event> EVENTS = events(2000, 11);

  private static List<Event> events(int payments, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Event> events = new ArrayList<>();
    Instant at = START;
    for (int i = 0; i < payments; i++) {
      at = at.plusSeconds(1 + random.nextInt(7_200));
      double x = random.nextDouble() - 0.5;
      double y = random.nextDouble() - 0.5;
      boolean fraud = x + y + 0.3 * random.nextDouble() > 0.5;
      events.add(new Event(at, "p" + i, false, x, y, fraud));
      int fate = random.nextInt(20);
      Duration delay = Duration.ofDays(1).plusSeconds(random.nextInt(29 * 86_400));
      if (fate < 14) {
        events.add(news(at.plus(delay), "p" + i, fraud));
      }
      if (fate == 1) {
        events.add(news(at.plus(delay).plusSeconds(60), "p" + i, !fraud));
      }
      if (fate == 14) {
        events.add(news(at.plus(HORIZON).plusSeconds(3_600), "p" + i, fraud));
      }
      if (fate == 15) {
        events.add(news(at.minusSeconds(3_600), "p" + i, fraud));
      }
      if (fate == 16) {
        events.add(news(at.plus(delay), "nobody" + i, fraud));
      }
    }
    events.sort(Comparator.comparing(Event::at));
    return events;
  }

  private static Event news(Instant at, String payment, boolean fraud) {
    return new Event(at, payment, true, 0, 0, fraud);
  }

  /** What a learner alone comes to, told by a loop. */
  private static final class Oracle {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Waiting(Instant at, double[] x, double[] output, int[] decided) {}

    private final List<Learner<?>> learners;
    private final List<Metrics> metrics;
    private final Map<String, Waiting> pending = new LinkedHashMap<>();
    private final Map<String, Event> early = new LinkedHashMap<>();
    private final Set<String> labelled = new HashSet<>();
    private final Set<String> expired = new HashSet<>();
    private final List<Duration> delays = new ArrayList<>();
    private int duplicates;
    private int late;

    Oracle(List<Learner<?>> learners) {
      this.learners = learners;
      this.metrics = learners.stream().map(learner -> Metrics.of(learner.model())).toList();
    }

    void run(List<Event> events, Unlabelled unlabelled) {
      for (Event event : events) {
        expire(event.at(), unlabelled);
        if (event.news()) {
          label(event);
        } else {
          row(event);
        }
      }
    }

    private void expire(Instant now, Unlabelled unlabelled) {
      for (String id : List.copyOf(pending.keySet())) {
        if (pending.get(id).at().plus(HORIZON).isBefore(now)) {
          Waiting row = pending.remove(id);
          expired.add(id);
          if (unlabelled == Unlabelled.NEGATIVE) {
            learn(row, 0);
          }
        }
      }
    }

    private void row(Event event) {
      double[] x = {event.x(), event.y()};
      double[] output = new double[learners.size()];
      int[] decided = new int[learners.size()];
      for (int i = 0; i < output.length; i++) {
        double[] out = new double[1];
        learners.get(i).model().predict(x, 0, out);
        output[i] = out[0];
        decided[i] = out[0] > 0.5 ? 1 : 0;
      }
      Waiting row = new Waiting(event.at(), x, output, decided);
      Event known = early.remove(event.payment());
      if (known == null) {
        pending.put(event.payment(), row);
      } else {
        labelled.add(event.payment());
        delays.add(Duration.ZERO);
        learn(row, known.fraud() ? 1 : 0);
      }
    }

    private void label(Event event) {
      Waiting row = pending.remove(event.payment());
      if (row != null) {
        labelled.add(event.payment());
        delays.add(Duration.between(row.at(), event.at()));
        learn(row, event.fraud() ? 1 : 0);
      } else if (labelled.contains(event.payment())) {
        duplicates++;
      } else if (expired.contains(event.payment())) {
        late++;
      } else {
        early.put(event.payment(), event);
      }
    }

    private void learn(Waiting row, double label) {
      for (int i = 0; i < learners.size(); i++) {
        metrics.get(i).add(label, row.output(), i, row.decided()[i]);
        learners
            .get(i)
            .learn(new DenseBlock(1, 2, row.x(), new double[] {label}, new double[] {1}));
      }
    }
  }

  private static LogisticRegression logistic() {
    return new LogisticRegression(LogisticRegression.Options.defaults());
  }

  @ParameterizedTest
  @EnumSource(Unlabelled.class)
  void shouldBeEqualToALoopOverPlainMaps(Unlabelled unlabelled) throws Exception {
    Oracle oracle = new Oracle(List.of(logistic(), new LastClass(2)));
    oracle.run(EVENTS, unlabelled);
    assertTrue(oracle.duplicates > 50 && oracle.late > 50 && oracle.expired.size() > 200);
    for (int batch : new int[] {1, 100, 1000}) {
      assertEqual(oracle, batch, unlabelled);
    }
  }

  private static void assertEqual(Oracle oracle, int batch, Unlabelled unlabelled)
      throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("test")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(batch)
            .withThreads(2)
            .withoutShutdownHook();
    try (StreamingContext context = StreamingContext.create(config)) {
      DStream<Event> events = context.source("events", ReplaySource.of(EVENTS));
      LearningStream<Event> learning =
          LearningStream.on(events.filter(event -> !event.news()), FEATURES)
              .delayedLabels(
                  events.filter(Event::news),
                  DelayedLabels.<Event, Event>of(
                          Event::payment,
                          Event::at,
                          Event::payment,
                          Event::at,
                          LabelValue.classOf(Event::verdict))
                      .withHorizon(HORIZON)
                      .withUnlabelled(unlabelled)
                      .withEarlyWait(Duration.ofDays(40)))
              .learner("logistic", logistic())
              .learner("last", new LastClass(2))
              .evaluate(EvaluationMode.PER_ROW, 500)
              .named("fraud");
      context.start();
      context.awaitTermination();
      PrequentialReport report = learning.report();
      List<String> names = List.of("logistic", "last");
      for (int i = 0; i < names.size(); i++) {
        LearnerReport learner = report.learner(names.get(i));
        assertEquals(oracle.metrics.get(i).values(), learner.cumulative());
        assertEquals(oracle.learners.get(i).rowsLearned(), learner.rowsLearned());
        assertEquals(
            oracle.learners.get(i).rowsLearned(), learner.rowsScored(), "all learned are scored");
      }
      assertArrayEquals(
          weights((LogisticModel) oracle.learners.get(0).model()),
          weights((LogisticModel) learning.predictor("logistic").current().model()));
      assertLabels(oracle, report.labels());
    }
  }

  private static double[] weights(LogisticModel model) {
    double[] all = Arrays.copyOf(model.weights(), model.features() + 1);
    all[model.features()] = model.intercept();
    return all;
  }

  private static void assertLabels(Oracle oracle, LabelReport labels) {
    assertEquals(2000, labels.rows());
    assertEquals(EVENTS.size() - 2000, labels.labels());
    assertEquals(oracle.labelled.size(), labels.labelled());
    assertEquals(oracle.expired.size(), labels.expired());
    assertEquals(oracle.pending.size(), labels.pending());
    assertEquals(oracle.duplicates, labels.duplicateLabels());
    assertEquals(oracle.late, labels.late());
    assertEquals(
        labels.rows(),
        labels.labelled()
            + labels.expired()
            + labels.dropped()
            + labels.pending()
            + labels.duplicateRows());
    assertEquals(
        labels.labels(),
        labels.labelled()
            + labels.duplicateLabels()
            + labels.late()
            + labels.unknown()
            + labels.waiting());
    oracle.delays.sort(Comparator.naturalOrder());
    double mean = oracle.delays.stream().mapToLong(Duration::toMillis).average().orElseThrow();
    assertEquals(mean, (double) labels.latency().mean().toMillis(), 1);
    int half = (oracle.delays.size() + 1) / 2 - 1;
    assertNear(oracle.delays.get(half), labels.latency().median());
    int most = (int) Math.ceil(0.95 * oracle.delays.size()) - 1;
    assertNear(oracle.delays.get(most), labels.latency().p95());
    assertEquals(oracle.delays.get(oracle.delays.size() - 1), labels.latency().max());
  }

  private static void assertNear(Duration expected, Duration actual) {
    assertEquals(
        (double) expected.toMillis(), (double) actual.toMillis(), 0.016 * expected.toMillis());
  }
}
