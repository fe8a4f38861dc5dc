package dev.millrace.notebooks.gps;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.ml.baseline.LastValue;
import dev.millrace.ml.baseline.RunningMean;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.cluster.KMeansOptions;
import dev.millrace.ml.cluster.OnlineKMeans;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Scaling;
import dev.millrace.ml.linear.RecursiveLeastSquares;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.RowReader;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.ExampleProgram;
import dev.millrace.notebooks.Newest;
import dev.millrace.notebooks.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Taxi trips: at the start of each it is said how long it will take; k-means keeps the hot spots
 * where trips begin; whoever crosses a fence on the map is told of; and of each taxi company, since
 * the data names neither riders nor taxis, all that it has done is summed up.
 */
public final class GpsPipeline implements Example {
  private static final ExampleProgram PROGRAM =
      new ExampleProgram("gps", "taxi-trips.csv.gz", GpsPipeline::new);

  private final LearningStream<Trip> arrivals;
  private final LearningStream<Scored<Trip>> byDistance;
  private final LearningStream<Trip> spots;
  private final FenceCounts crossings = new FenceCounts();
  private final Newest<Totals.View> companies =
      new Newest<>(Totals.View.class, Totals.View::company);

  /** Describes the pipeline; {@code context.start()} starts it. */
  public GpsPipeline(StreamingContext context, Path input, Path output) {
    this(context, input, output, LearnerChanges.none());
  }

  /**
   * Describes it with other hyper-parameters.
   *
   * @param changes hyper-parameters to try out
   */
  public GpsPipeline(StreamingContext context, Path input, Path output, LearnerChanges changes) {
    DStream<Trip> trips = context.source("trips", FileSource.csv(input, Trip.class));

    arrivals =
        LearningStream.on(trips, TripFeatures.ofArrival())
            .learner("least-squares", leastSquares(10))
            .learner("running-mean", new RunningMean())
            .learner("last-value", new LastValue())
            .evaluate(EvaluationMode.PER_ROW, 1000)
            .changing(changes)
            .named("arrivals");
    byDistance =
        LearningStream.on(arrivals.predictions(), TripFeatures.distance())
            .learner("by-distance", leastSquares(0))
            .evaluate(EvaluationMode.PER_ROW, 1000)
            .changing(changes)
            .named("by-distance");
    byDistance
        .predictions()
        .map(Arrival::of)
        .to("predictions", FileSink.csv(output.resolve("predictions"), Arrival.class));

    spots =
        LearningStream.on(trips, TripFeatures.pickup())
            .learner(
                "hot-spots",
                new OnlineKMeans(KMeansOptions.of(6).withScaling(Scaling.NONE).withSeed(1)))
            .evaluate(EvaluationMode.PER_ROW, 1000)
            .changing(changes)
            .named("hot-spots");
    spots
        .predictions()
        .map(HotSpot::of)
        .to("hot-spots", FileSink.csv(output.resolve("hot-spots"), HotSpot.class));

    spots
        .predictions()
        .filter(scored -> !scored.row().company().isEmpty())
        .keyBy(scored -> scored.row().company())
        .mapWithState(
            StateSpec.of(StateCodecs.string(), StateCodecs.record(Totals.class), Totals::next))
        .named("totals")
        .process(() -> companies)
        .named("companies")
        .to("companies", FileSink.csv(output.resolve("companies"), Totals.View.class));

    trips
        .<Fence.Crossing>flatMap(Fence::crossings)
        .process(() -> crossings)
        .named("crossings")
        .to("crossings", FileSink.csv(output.resolve("crossings"), Fence.Crossing.class));
    context.deadLetters(FileSink.csv(output.resolve("dead-letters"), DeadLetter.class));
  }

  private static RecursiveLeastSquares leastSquares(double ridge) {
    return new RecursiveLeastSquares(RecursiveLeastSquares.Options.defaults().withRidge(ridge));
  }

  @Override
  public List<PredictorModel> models() {
    RowReader<Trip> rows = RowReader.ofRecord(Trip.class, Set.of("seconds"));
    return List.of(
        PredictorModel.of(arrivals.predictor("least-squares"), rows),
        PredictorModel.of(spots.predictor("hot-spots"), rows));
  }

  @Override
  public List<LearningStream<?>> learning() {
    return List.of(arrivals, byDistance, spots);
  }

  @Override
  public Summary summary() {
    return GpsSummary.of(
        arrivals.report(),
        byDistance.report(),
        spots.predictor("hot-spots").current().model(),
        crossings,
        companies.rows());
  }

  /** Runs it once over the shipped data, or over the file that is named. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(PROGRAM.resume(args));
  }
}
