package dev.millrace.notebooks.fraud;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.ml.baseline.FrozenAfter;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.RowReader;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.ExampleProgram;
import dev.millrace.notebooks.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Card fraud: payments come in as a stream, each gets the probability that it is a fraud, and an
 * alert if that is worth it; then the learners learn what it was. One of them has to wait for that,
 * as a bank does, until payments are charged back. Rules tell of what is larger than a payment: a
 * card that is misused, a wave of frauds, a ring of accounts that share cards and phones.
 *
 * <p>A fraud that is missed costs {@value #COST_OF_MISS}, an alert for nothing {@value
 * #COST_OF_FALSE_ALARM}: how sure to be before raising one is learned, too.
 */
public final class FraudPipeline implements Example {
  static final double COST_OF_MISS = 100;
  static final double COST_OF_FALSE_ALARM = 5;

  private static final ExampleProgram PROGRAM =
      new ExampleProgram("fraud", "card-transactions.csv.gz", FraudPipeline::new);

  /** A tenth of the shipped data. */
  private static final long FROZEN_AFTER = 865;

  private final LearningStream<Payment> learning;
  private final LearningStream<Payment> late;
  private final FraudAlerts alerts;
  private final Rings rings = new Rings();

  /** Describes the pipeline; {@code context.start()} starts it. */
  public FraudPipeline(StreamingContext context, Path input, Path output) {
    this(context, input, output, LearnerChanges.none());
  }

  /**
   * Describes it with other hyper-parameters.
   *
   * @param changes hyper-parameters to try out
   */
  public FraudPipeline(StreamingContext context, Path input, Path output, LearnerChanges changes) {
    FileOptions columns = FileOptions.defaults().withSchema(Payment.COLUMNS);
    DStream<Payment> payments =
        context
            .source("payments", FileSource.csv(input, columns))
            .map(Payment::of)
            .process(Ledger::new)
            .named("ledger");

    learning =
        LearningStream.on(payments, FraudLearners.features())
            .learner("champion", FraudLearners.champion())
            .learner("frozen", new FrozenAfter<>(FraudLearners.champion(), FROZEN_AFTER))
            .learner("last-class", new LastClass(2))
            .learner("majority-class", new MajorityClass(2))
            .threshold(COST_OF_MISS, COST_OF_FALSE_ALARM)
            .evaluate(EvaluationMode.PER_ROW, 1000)
            .changing(changes)
            .named("fraud");
    DStream<Scored<Payment>> scored = learning.predictions();
    scored
        .map(Verdict::of)
        .to("predictions", FileSink.csv(output.resolve("predictions"), Verdict.class));
    scored
        .filter(s -> s.decided() == 1)
        .map(Verdict::of)
        .to("alerts", FileSink.csv(output.resolve("alerts"), Verdict.class));

    DStream<Chargeback> chargebacks = payments.process(Chargebacks::new).named("chargebacks");
    late =
        LearningStream.on(payments, FraudLearners.features())
            .delayedLabels(chargebacks, FraudLearners.chargebacks())
            .learner("delayed", FraudLearners.champion())
            .threshold(COST_OF_MISS, COST_OF_FALSE_ALARM)
            .evaluate(EvaluationMode.PER_ROW, 1000)
            .changing(changes)
            .named("late");

    DStream<Ring> found = payments.process(() -> rings).named("rings");
    found.to("rings", FileSink.csv(output.resolve("rings"), Ring.class));
    alerts = FraudAlerts.on(learning, found);
    alerts.stream().to("incidents", FileSink.csv(output.resolve("incidents"), Alert.class));
    context.deadLetters(FileSink.csv(output.resolve("dead-letters"), DeadLetter.class));
  }

  @Override
  public List<PredictorModel> models() {
    return List.of(
        PredictorModel.of(
            learning.predictor("champion"),
            // Whether it is a fraud is not known yet when a caller asks.
            RowReader.of(Payment.COLUMNS, Set.of("Class")).map(Payment::of)));
  }

  @Override
  public List<LearningStream<?>> learning() {
    return List.of(learning, late);
  }

  @Override
  public List<Alerts> alerts() {
    return alerts.all();
  }

  @Override
  public Summary summary() {
    return FraudSummary.of(learning.report(), late.report(), rings);
  }

  /** Runs it once over the shipped data, or over the file that is named. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(PROGRAM.resume(args));
  }
}
