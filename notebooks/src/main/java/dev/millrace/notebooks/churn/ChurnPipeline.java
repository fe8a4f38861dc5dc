package dev.millrace.notebooks.churn;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.window.TumblingWindow;
import dev.millrace.core.window.WindowResult;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.ml.baseline.FrozenAfter;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.drift.DriftStream;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.RowReader;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import dev.millrace.notebooks.DriftLog;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.ExampleProgram;
import dev.millrace.notebooks.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Churn: customers come by as a stream, each gets the probability of leaving, and at the end of
 * every day those are chosen whose call is expected to be worth most; there is time for a few only.
 *
 * <p>Expected value needs probabilities that hold. So a second learner learns from what the first
 * one says (Platt 1999, "Probabilistic outputs for support vector machines"), and both go on
 * learning when a price change makes other customers leave.
 */
public final class ChurnPipeline implements Example {
  private static final ExampleProgram PROGRAM =
      new ExampleProgram("churn", "telco-customers.csv.gz", ChurnPipeline::new);

  /** A quarter of the shipped data. */
  private static final long FROZEN_AFTER = 1_760;

  private final LearningStream<Customer> churn;
  private final LearningStream<Scored<Customer>> calibrated;
  private final DStream<Drift> drifts;
  private final DriftLog drift = new DriftLog();
  private final Reliability reliability = new Reliability();
  private final CallDesk desk = new CallDesk();

  /** Describes the pipeline; {@code context.start()} starts it. */
  public ChurnPipeline(StreamingContext context, Path input, Path output) {
    this(context, input, output, LearnerChanges.none());
  }

  /**
   * Describes it with other hyper-parameters.
   *
   * @param changes hyper-parameters to try out
   */
  public ChurnPipeline(StreamingContext context, Path input, Path output, LearnerChanges changes) {
    DStream<Customer> customers =
        context
            .source("customers", FileSource.csv(input, Customer.class))
            .map(Customer::atPricesOfTheDay);

    churn =
        LearningStream.on(customers, ChurnLearners.features())
            .learner("champion", ChurnLearners.champion())
            .learner("frozen", new FrozenAfter<>(ChurnLearners.champion(), FROZEN_AFTER))
            .learner("majority-class", new MajorityClass(2))
            .evaluate(EvaluationMode.PER_ROW, 500)
            .changing(changes)
            .named("churn");
    drifts =
        DriftStream.of(
            "drift", churn.predictions(), DriftStream.logLoss("champion"), DriftLog::detector);
    drifts
        .process(() -> drift)
        .named("drift-log")
        .to("drift", FileSink.csv(output.resolve("drift"), DriftLog.Alarm.class));

    calibrated =
        LearningStream.on(churn.predictions(), ChurnLearners.verdict())
            .learner("calibrated", ChurnLearners.calibration())
            .evaluate(EvaluationMode.PER_ROW, 500)
            .changing(changes)
            .named("calibrated");
    calibrated
        .predictions()
        .map(Risk::of)
        .to("predictions", FileSink.csv(output.resolve("predictions"), Risk.class));
    calibrated
        .predictions()
        .map(Prospect::of)
        .process(() -> reliability)
        .named("reliability")
        .withEventTime(EventTime.of(Prospect::at))
        .named("day-clock")
        .window(TumblingWindow.of(Duration.ofDays(1)))
        .group(StateCodecs.record(Prospect.class))
        .named("days")
        .results()
        .map(WindowResult::value)
        .process(() -> desk)
        .named("desk")
        .to("calls", FileSink.csv(output.resolve("calls"), Call.class));
    context.deadLetters(FileSink.csv(output.resolve("dead-letters"), DeadLetter.class));
  }

  @Override
  public List<PredictorModel> models() {
    return List.of(
        PredictorModel.of(
            churn.predictor("champion"), RowReader.ofRecord(Customer.class, Set.of("churn"))),
        PredictorModel.of(calibrated.predictor("calibrated")));
  }

  @Override
  public List<LearningStream<?>> learning() {
    return List.of(churn, calibrated);
  }

  @Override
  public List<DStream<Drift>> drifts() {
    return List.of(drifts);
  }

  @Override
  public Summary summary() {
    return ChurnSummary.of(churn.report(), calibrated.report(), reliability, desk, drift);
  }

  /** Runs it once over the shipped data, or over the file that is named. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(PROGRAM.resume(args));
  }
}
