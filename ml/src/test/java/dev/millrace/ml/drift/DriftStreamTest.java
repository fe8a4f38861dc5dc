package dev.millrace.ml.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.alert.Reading;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftStreamTest {
  record Point(double x, String kind) {}

  private static final List<Point> POINTS =
      List.of(
          new Point(0, "a"),
          new Point(1, "a"),
          new Point(2, "b"),
          new Point(3, null),
          new Point(4, "a"));

  private static List<Double> readings(Reading<Scored<Point>> reading, String... classes)
      throws Exception {
    QueueSource<Point> points = QueueSource.create(1);
    MemorySink<Scored<Point>> scored = new MemorySink<>();
    int count = classes.length;
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            context ->
                LearningStream.on(
                        context.source("points", points),
                        Features.<Point>of()
                            .numeric("x", Point::x)
                            .labelClass(Point::kind, classes)
                            .build())
                    .learner("majority", new MajorityClass(count))
                    .learner("last", new LastClass(count))
                    .evaluate(EvaluationMode.PER_ROW, 10)
                    .named("learning")
                    .predictions()
                    .to("scored", scored))) {
      points.pushAll(POINTS);
      driver.runBatch();
    }
    List<Double> readings = new ArrayList<>();
    for (Scored<Point> one : scored.records()) {
      readings.add(reading.of(one));
    }
    return readings;
  }

  private static void assertReadings(List<Double> expected, List<Double> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), actual.get(i), 1e-12, "row " + i);
    }
  }

  @Test
  void shouldReadTheLogLossOfTwoClasses() throws Exception {
    assertReadings(
        List.of(-Math.log(0.5), 0.0, -Math.log(1e-15), Double.NaN, -Math.log(2 / 3.0)),
        readings(DriftStream.logLoss("majority"), "a", "b"));
  }

  @Test
  void shouldReadTheLogLossOfMoreClasses() throws Exception {
    assertReadings(
        List.of(-Math.log(1 / 3.0), 0.0, -Math.log(1e-15), Double.NaN, -Math.log(2 / 3.0)),
        readings(DriftStream.logLoss("majority"), "a", "b", "c"));
  }

  @Test
  void shouldReadErrors() throws Exception {
    assertReadings(
        List.of(0.0, 0.0, 1.0, Double.NaN, 1.0), readings(DriftStream.error("last"), "a", "b"));
  }
}
