package dev.millrace.http.dashboard;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.Source;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.stream.LearningStream;
import java.io.Serializable;
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
  }

  private static final FeatureExtractor<Point> FEATURES =
      Features.<Point>of()
          .numeric(EVIL_FEATURE, Point::x)
          .numeric("y", Point::y)
          .labelClass(Point::verdict, FINE, EVIL)
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

  /** Describes what learns from a source. */
  static LearningStream<Point> learn(StreamingContext context, Source<Point> source) {
    context.deadLetters(new MemorySink<>());
    DStream<Point> points = context.source("points", source);
    points.filter(point -> point.x() > 0).named("right").to("right", new MemorySink<>());
    return LearningStream.on(points, FEATURES)
        .learner("champion", new LogisticRegression(LogisticRegression.Options.defaults()))
        .learner("majority", new MajorityClass(2))
        .evaluate(EvaluationMode.PER_BATCH, 200)
        .named("verdicts");
  }
}
