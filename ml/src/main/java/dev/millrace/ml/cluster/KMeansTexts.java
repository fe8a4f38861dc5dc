package dev.millrace.ml.cluster;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.catalog.LearnerOption;
import dev.millrace.ml.feature.Missing;
import dev.millrace.ml.feature.Scaling;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Hyper-parameters of k-means, read from texts and written as texts. */
final class KMeansTexts {
  private static final LearnerOption<Long> CLUSTERS =
      LearnerOption.whole("k", 1, "3", "How many clusters.");
  private static final LearnerOption<Double> HALF_LIFE =
      LearnerOption.positive(
          "halfLife", "never", "After how many units of time half of a cluster's weight is left.");
  private static final LearnerOption<Double> DECAY =
      LearnerOption.number(
          "decay",
          "[0, 1]",
          value -> value >= 0 && value <= 1,
          "1",
          "How much of a cluster's weight is left after one unit of time; instead of halfLife.");
  private static final LearnerOption<String> UNIT =
      LearnerOption.choice(
          "unit", List.of("points", "batches"), "batches", "What time is counted in.");
  private static final LearnerOption<String> INITIAL =
      LearnerOption.choice(
          "initial",
          List.of("k-means++", "random"),
          "k-means++",
          "How initial centres are drawn from the first rows, where none are given.");
  private static final LearnerOption<Long> INITIAL_ROWS =
      LearnerOption.whole(
          "initialRows", 1, "10·k", "From how many rows initial centres are drawn.");
  private static final LearnerOption<List<List<Double>>> CENTRES =
      LearnerOption.of(
          "centres",
          "numbers apart by spaces, centres by semicolons",
          "none",
          "Initial centres, in the features' own units.",
          KMeansTexts::parse);
  private static final LearnerOption<Double> CENTRE_WEIGHT =
      LearnerOption.notNegative(
          "centreWeight", "1", "For how many rows each of the given centres stands.");
  private static final LearnerOption<String> SCALE =
      LearnerOption.choice(
          "scale",
          List.of("standard", "none"),
          "standard",
          "Whether distances are taken in running deviations of each feature.");
  private static final LearnerOption<String> MISSING =
      LearnerOption.choice(
          "missing",
          List.of("reject", "mean"),
          "reject",
          "Rows with missing features: refuse, or put the running mean in their place.");
  private static final LearnerOption<Long> SEED =
      LearnerOption.whole("seed", Long.MIN_VALUE, "the run's", "Of what is drawn at random.");

  private KMeansTexts() {}

  static List<LearnerOption<?>> sequential() {
    return List.of(
        CLUSTERS,
        HALF_LIFE,
        DECAY,
        INITIAL,
        INITIAL_ROWS,
        CENTRES,
        CENTRE_WEIGHT,
        SCALE,
        MISSING,
        SEED);
  }

  static List<LearnerOption<?>> miniBatch() {
    return List.of(
        CLUSTERS,
        HALF_LIFE,
        DECAY,
        UNIT,
        INITIAL,
        INITIAL_ROWS,
        CENTRES,
        CENTRE_WEIGHT,
        SCALE,
        MISSING,
        SEED);
  }

  /**
   * @param sequential whether the learner knows points only
   */
  static KMeansOptions read(Map<String, String> given, boolean sequential, long seed) {
    if (HALF_LIFE.in(given) && DECAY.in(given)) {
      throw new ConfigurationException("give halfLife or decay, not both");
    }
    int clusters = Math.toIntExact(CLUSTERS.get(given));
    DecayUnit unit =
        sequential || UNIT.get(given).equals("points") ? DecayUnit.POINTS : DecayUnit.BATCHES;
    KMeansOptions options =
        KMeansOptions.of(clusters)
            .withInitial(readInitial(given, clusters))
            .withScaling(SCALE.get(given).equals("none") ? Scaling.NONE : Scaling.STANDARD)
            .withMissing(MISSING.get(given).equals("mean") ? Missing.MEAN : Missing.REJECT)
            .withSeed(SEED.get(given, seed));
    return HALF_LIFE.in(given)
        ? options.withHalfLife(HALF_LIFE.get(given), unit)
        : options.withDecay(DECAY.get(given), unit);
  }

  private static InitialCentres readInitial(Map<String, String> given, int clusters) {
    if (CENTRES.in(given)) {
      if (INITIAL.in(given) || INITIAL_ROWS.in(given)) {
        throw new ConfigurationException("initial centres are given: none are to be drawn");
      }
      return new InitialCentres.Given(CENTRES.get(given), CENTRE_WEIGHT.get(given));
    }
    if (CENTRE_WEIGHT.in(given)) {
      throw new ConfigurationException("option centreWeight has no effect without centres");
    }
    int rows = Math.toIntExact(INITIAL_ROWS.get(given, 10L * clusters));
    return INITIAL.get(given).equals("random")
        ? new InitialCentres.RandomRows(rows)
        : new InitialCentres.PlusPlus(rows);
  }

  private static Optional<List<List<Double>>> parse(String text) {
    try {
      return Optional.of(
          Arrays.stream(text.split(";"))
              .map(centre -> Arrays.stream(centre.strip().split("\\s+")).map(Double::valueOf))
              .map(numbers -> numbers.collect(Collectors.toList()))
              .collect(Collectors.toList()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * All options that have an effect, as texts that read back to equal options.
   *
   * @param sequential whether the learner knows points only
   */
  static Map<String, String> write(KMeansOptions options, boolean sequential) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(CLUSTERS.name(), Integer.toString(options.clusters()));
    texts.put(DECAY.name(), Double.toString(options.decay()));
    if (!sequential) {
      texts.put(UNIT.name(), options.unit() == DecayUnit.BATCHES ? "batches" : "points");
    }
    if (options.initial() instanceof InitialCentres.Given given) {
      texts.put(
          CENTRES.name(),
          given.centres().stream()
              .map(centre -> centre.stream().map(String::valueOf).collect(Collectors.joining(" ")))
              .collect(Collectors.joining(";")));
      texts.put(CENTRE_WEIGHT.name(), Double.toString(given.weight()));
    } else if (options.initial() instanceof InitialCentres.RandomRows random) {
      texts.put(INITIAL.name(), "random");
      texts.put(INITIAL_ROWS.name(), Integer.toString(random.rows()));
    } else if (options.initial() instanceof InitialCentres.PlusPlus plusPlus) {
      texts.put(INITIAL.name(), "k-means++");
      texts.put(INITIAL_ROWS.name(), Integer.toString(plusPlus.rows()));
    }
    texts.put(SCALE.name(), options.scaling() == Scaling.NONE ? "none" : "standard");
    texts.put(MISSING.name(), options.missing() == Missing.MEAN ? "mean" : "reject");
    texts.put(SEED.name(), Long.toString(options.seed()));
    return texts;
  }
}
