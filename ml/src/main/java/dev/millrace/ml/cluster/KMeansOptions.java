package dev.millrace.ml.cluster;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.feature.Missing;
import dev.millrace.ml.feature.Scaling;

/**
 * Hyper-parameters of online k-means. Immutable.
 *
 * @param clusters how many, at least 1
 * @param initial where it begins
 * @param decay how much of a cluster's weight is left after one unit of time, within [0, 1]; 1
 *     forgets nothing
 * @param unit the unit of time by which weights decay; a sequential learner knows points only
 * @param scaling whether features are divided by their running deviation when distances are taken
 * @param missing whether a feature that is missing is refused, or stands at its running mean
 * @param seed of what is drawn at random
 */
public record KMeansOptions(
    int clusters,
    InitialCentres initial,
    double decay,
    DecayUnit unit,
    Scaling scaling,
    Missing missing,
    long seed) {
  public KMeansOptions {
    if (clusters < 1) {
      throw new ConfigurationException("k-means: clusters must be >= 1, got " + clusters);
    }
    if (!(decay >= 0 && decay <= 1)) {
      throw new ConfigurationException("k-means: decay must be within [0, 1], got " + decay);
    }
    if (initial instanceof InitialCentres.Given given && given.centres().size() != clusters) {
      throw new ConfigurationException(
          "k-means: expected " + clusters + " initial centres, got " + given.centres().size());
    }
  }

  /**
   * k-means++ over the first 10 rows per cluster, nothing forgotten, standard scaling, nothing may
   * be missing, seed 0.
   *
   * @param clusters how many, at least 1
   */
  public static KMeansOptions of(int clusters) {
    return new KMeansOptions(
        clusters,
        new InitialCentres.PlusPlus(Math.max(1, 10 * clusters)),
        1,
        DecayUnit.POINTS,
        Scaling.STANDARD,
        Missing.REJECT,
        0);
  }

  public KMeansOptions withInitial(InitialCentres value) {
    return new KMeansOptions(clusters, value, decay, unit, scaling, missing, seed);
  }

  public KMeansOptions withDecay(double value, DecayUnit per) {
    return new KMeansOptions(clusters, initial, value, per, scaling, missing, seed);
  }

  /**
   * @param halfLife after how many units of time half of a weight is left, > 0
   */
  public KMeansOptions withHalfLife(double halfLife, DecayUnit per) {
    if (!(halfLife > 0)) {
      throw new ConfigurationException("k-means: halfLife must be > 0, got " + halfLife);
    }
    return withDecay(Math.exp(Math.log(0.5) / halfLife), per);
  }

  public KMeansOptions withScaling(Scaling value) {
    return new KMeansOptions(clusters, initial, decay, unit, value, missing, seed);
  }

  public KMeansOptions withMissing(Missing value) {
    return new KMeansOptions(clusters, initial, decay, unit, scaling, value, seed);
  }

  public KMeansOptions withSeed(long value) {
    return new KMeansOptions(clusters, initial, decay, unit, scaling, missing, value);
  }
}
