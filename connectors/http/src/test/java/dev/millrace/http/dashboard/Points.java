package dev.millrace.http.dashboard;

import dev.millrace.core.DStream;
import dev.millrace.core.DegradePolicy;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.alert.Severity;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.Source;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.ml.LearnerBudget;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.bayes.BinarizedNaiveBayes;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.drift.DriftStream;
import dev.millrace.ml.drift.PageHinkley;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.SoftmaxRegression;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** A pipeline to look at, whose names are meant to break pages. */
final class Points {
  static final String FINE = "fine";
  static final String EVIL = "<img src=x onerror=\"document.title='broken'\">";
  static final String EVIL_FEATURE = "<script>document.title='broken'</script>";

  /** A point of the plane; NaN is refused by the learners. */
  record Point(double x, double y) implements Serializable {
    static Point of(long i) {
      SplittableRandom random = new SplittableRandom(i);
      return new Point(
          i % 50 == 49 ? Double.NaN : random.nextDouble() - 0.5, random.nextDouble() - 0.5);
    }

    String verdict() {
      return x + y > 0.2 ? EVIL : FINE;
    }

    String side() {
      return x < -0.2 ? "left" : x < 0.2 ? "middle" : "right";
    }
  }

  private static final FeatureExtractor<Point> FEATURES =
      Features.<Point>of()
          .numeric(EVIL_FEATURE, Point::x)
          .numeric("y", Point::y)
          .labelClass(Point::verdict, FINE, EVIL)
          .build();

  private static final FeatureExtractor<Point> SIDE_FEATURES =
      Features.<Point>of()
          .numeric("x", Point::x)
          .numeric("right of the middle", point -> point.x() > 0 ? 1 : 0)
          .labelClass(Point::side, "left", "middle", "right")
          .build();

  private Points() {}

  static StreamingConfig config() {
    return StreamingConfig.named("points")
        .withTrigger(Trigger.continuous())
        .withMaxBatchRecords(100)
        .withThreads(1)
        .withoutShutdownHook();
  }

  static Source<Point> bounded(long count) {
    return GeneratorSource.bounded(count, Point::of);
  }

  /** One that rules and detectors see. */
  static Point farRight() {
    return new Point(7, 0);
  }

  /** A rule over the rows that a learning stream has taken. */
  static Alerts alerts(LearningStream<Point> learning) {
    return Alerts.on(learning.predictions().map(Scored::row))
        .keyBy(point -> EVIL)
        .rule("far right", AlertRule.<Point>above(Point::x, 5).withSeverity(Severity.CRITICAL))
        .named("alerts");
  }

  /** A detector that a single row sets off. */
  static DStream<Drift> drifts(LearningStream<Point> learning) {
    return DriftStream.of(
        "far-right",
        learning.predictions(),
        scored -> scored.row().x(),
        () -> new PageHinkley(PageHinkley.Options.defaults().withDelta(0.5).withThreshold(5)));
  }

  /** Degrades the third full batch in a row and those that follow it. */
  static StreamingConfig degrading() {
    return config().withDegrade(DegradePolicy.whenLate(Duration.ofDays(1)).orBehind(3));
  }

  /** Describes what learns from a source. */
  static LearningStream<Point> learn(StreamingContext context, Source<Point> source) {
    return learners(points(context, source)).named("verdicts");
  }

  /**
   * The same, with learners in a wide budget, and with points counted one by one in a budget of
   * fifty of them.
   */
  static LearningStream<Point> learnInBudgets(StreamingContext context, Source<Point> source) {
    DStream<Point> points = points(context, source);
    points
        .keyBy(point -> Math.round(1e6 * point.y()))
        .mapWithState(
            StateSpec.<Long, Point, Long, Long>of(
                StateCodecs.int64(),
                StateCodecs.int64(),
                (key, point, state, out) -> state.update(state.get().orElse(0L) + 1)))
        .named(EVIL)
        .withBudget(StateBudget.evicting(50 * (StateBudget.KEY_BYTES + 2 * Long.BYTES)))
        .foreachBatch((batch, scope) -> batch.count());
    return learners(points).budget(LearnerBudget.skipping(1 << 20)).named("verdicts");
  }

  /** The same, and beside it what tells three classes apart. */
  static List<LearningStream<Point>> learnTwice(StreamingContext context, Source<Point> source) {
    DStream<Point> points = points(context, source);
    return List.of(
        learners(points).budget(LearnerBudget.skipping(1 << 20)).named("verdicts"),
        LearningStream.on(points, SIDE_FEATURES)
            .learner("softmax", new SoftmaxRegression(SoftmaxRegression.Options.of(3)))
            .learner("bayes", new BinarizedNaiveBayes(BinarizedNaiveBayes.Options.of(3)))
            .evaluate(EvaluationMode.PER_BATCH, 200)
            .named("sides"));
  }

  private static DStream<Point> points(StreamingContext context, Source<Point> source) {
    context.deadLetters(new MemorySink<>());
    DStream<Point> points = context.source("points", source);
    points.filter(point -> point.x() > 0).named("right").to("right", new MemorySink<>());
    return points;
  }

  private static LearningStream.Builder<Point> learners(DStream<Point> points) {
    return LearningStream.on(points, FEATURES)
        .learner("champion", new LogisticRegression(LogisticRegression.Options.defaults()))
        .learner("majority", new MajorityClass(2))
        .evaluate(EvaluationMode.PER_BATCH, 200);
  }
}
