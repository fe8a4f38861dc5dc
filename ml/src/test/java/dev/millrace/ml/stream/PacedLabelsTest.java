package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.LabelReport;
import dev.millrace.ml.feature.Features;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacedLabelsTest {
  record Payment(int id, double hour) implements Serializable {
    Instant at() {
      return time(hour);
    }
  }

  record Chargeback(int payment, double hour) {
    Instant at() {
      return time(hour);
    }
  }

  private static Instant time(double hour) {
    if (hour < 0) {
      throw new IllegalArgumentException("no time");
    }
    return Instant.EPOCH.plusSeconds(Math.round(hour * 3_600));
  }

  /** 200 payments, one an hour; each tenth is charged back 20 hours later. */
  private static final List<Payment> PAYMENTS =
      IntStream.range(0, 200).mapToObj(i -> new Payment(i, i)).toList();

  private static final List<Chargeback> CHARGEBACKS =
      IntStream.range(0, 20).mapToObj(i -> new Chargeback(10 * i, 10 * i + 20)).toList();

  private static LabelReport learned(boolean paced) {
    AtomicReference<LearningStream<Payment>> learning = new AtomicReference<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("test").withMaxBatchRecords(25),
            context -> {
              var payments = context.source("payments", ReplaySource.of(PAYMENTS));
              var chargebacks = context.source("chargebacks", ReplaySource.of(CHARGEBACKS));
              var labels =
                  paced
                      ? PacedLabels.of(
                          "paced",
                          payments,
                          Payment::at,
                          chargebacks,
                          Chargeback::at,
                          StateCodecs.record(Chargeback.class),
                          100)
                      : chargebacks;
              learning.set(
                  LearningStream.on(
                          payments,
                          Features.<Payment>of()
                              .numeric("hour", Payment::hour)
                              .classes("honest", "fraud")
                              .build())
                      .delayedLabels(
                          labels,
                          DelayedLabels.<Payment, Chargeback>of(
                                  payment -> Integer.toString(payment.id()),
                                  Payment::at,
                                  chargeback -> Integer.toString(chargeback.payment()),
                                  Chargeback::at,
                                  LabelValue.classOf(chargeback -> "fraud"))
                              .withHorizon(Duration.ofHours(30))
                              .withUnlabelled(Unlabelled.NEGATIVE))
                      .learner("majority", new MajorityClass(2))
                      .evaluate(EvaluationMode.PER_ROW, 100)
                      .named("learning"));
            })) {
      driver.runAll();
    }
    return learning.get().report().labels();
  }

  /** Read side by side, the few labels are all there long before their rows. */
  @Test
  void shouldLetLabelsMeetTheirRowsWhereBothAreReadFromTheirBeginnings() {
    LabelReport paced = learned(true);
    assertEquals(18, paced.labelled(), "those of rows up to 170 are due by the last row");
    assertEquals(0, paced.early());
    assertEquals(Duration.ofHours(20), paced.latency().max());
    LabelReport asRead = learned(false);
    assertTrue(asRead.labelled() < 10 && asRead.unknown() > 10, asRead.toString());
  }

  private static void describe(StreamingContext context, MemorySink<Chargeback> out, int most) {
    PacedLabels.of(
            "paced",
            context.source("payments", ReplaySource.of(PAYMENTS)),
            Payment::at,
            context.source("chargebacks", ReplaySource.of(CHARGEBACKS)),
            Chargeback::at,
            StateCodecs.record(Chargeback.class),
            most)
        .to("out", out);
  }

  @Test
  void shouldHoldOnToWhatItHoldsThroughARestart(@TempDir Path directory) {
    List<Chargeback> come = new ArrayList<>();
    StreamingConfig config =
        StreamingConfig.named("test").withMaxBatchRecords(25).withCheckpoint(directory);
    for (int run = 0; run < 8; run++) {
      MemorySink<Chargeback> out = new MemorySink<>();
      try (StreamTestDriver driver =
          StreamTestDriver.of(config, context -> describe(context, out, 100))) {
        driver.runBatch();
        come.addAll(out.records());
      }
    }
    assertEquals(CHARGEBACKS.subList(0, 18), come);
  }

  @Test
  void shouldRefuseToHoldMoreThanAllowed() {
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("test").withMaxBatchRecords(25),
            context -> describe(context, new MemorySink<>(), 5))) {
      String message = assertThrows(MillraceException.class, driver::runAll).getMessage();
      assertTrue(
          message.contains(
              "labels are later than any row so far, expected at most 5; raise that number"),
          message);
    }
  }
}
