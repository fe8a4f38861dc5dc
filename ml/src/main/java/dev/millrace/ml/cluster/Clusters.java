package dev.millrace.ml.cluster;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.feature.DensePreprocessor;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.feature.Scaling;
import dev.millrace.ml.feature.StandardScaler;
import java.util.Arrays;
import java.util.List;

/** The state of k-means that knows its width: centres, or rows that wait for them, and scales. */
final class Clusters {
  /** The most features that are believed of rows of which none is stored. */
  private static final int MAX_UNSEEN = 1 << 20;

  final KMeansOptions options;
  final int width;
  final DensePreprocessor filler;
  final StandardScaler scaler;
  final double[] scale;

  final Centres centres;
  final RowBuffer waiting;
  boolean ready;
  long rows;

  Clusters(KMeansOptions options, int width) {
    this.options = options;
    this.width = width;
    this.filler = new Preprocessing(Scaling.NONE, options.missing()).dense(width);
    this.scaler = new StandardScaler(options.scaling() == Scaling.NONE ? 0 : width);
    this.scale = new double[scaler.features()];
    Arrays.fill(scale, 1);
    this.centres = new Centres(options.clusters(), width);
    this.waiting = new RowBuffer(width);
    if (options.initial() instanceof InitialCentres.Given given) {
      begin(given);
    }
  }

  /** Before the first row, with whatever is known of the width. */
  static Clusters unseen(KMeansOptions options) {
    boolean given = options.initial() instanceof InitialCentres.Given;
    return new Clusters(
        options, given ? ((InitialCentres.Given) options.initial()).centres().get(0).size() : 0);
  }

  private void begin(InitialCentres.Given given) {
    for (int c = 0; c < options.clusters(); c++) {
      List<Double> centre = given.centres().get(c);
      if (centre.size() != width) {
        throw new LearnerException(
            "k-means: initial centres have " + centre.size() + " features, but rows have " + width);
      }
      for (int j = 0; j < width; j++) {
        centres.values[c * width + j] = centre.get(j);
      }
      centres.weights[c] = given.weight();
    }
    ready = true;
  }

  /** Whether distances are taken in deviations. */
  boolean scaled() {
    return scale.length > 0;
  }

  /** Reads the scales anew after the scaler has learned; what has not varied is left as it is. */
  void rescale() {
    scaler.inverseDeviations(1, scale);
  }

  /** How many rows must wait before centres are chosen from them. */
  private int needed() {
    int rows =
        options.initial() instanceof InitialCentres.PlusPlus plusPlus
            ? plusPlus.rows()
            : options.initial() instanceof InitialCentres.RandomRows random ? random.rows() : 0;
    return Math.max(rows, options.clusters());
  }

  /** Whether enough rows wait. */
  boolean enough() {
    return waiting.rows() >= needed();
  }

  /** Chooses centres from the waiting rows, which are still to be cleared. */
  CentreChoice choose() {
    CentreChoice choice = new CentreChoice(waiting, needed(), width, options.seed());
    if (options.initial() instanceof InitialCentres.PlusPlus) {
      choice.plusPlus(centres, scale);
    } else {
      choice.random(centres);
    }
    ready = true;
    return choice;
  }

  KMeansModel model() {
    Centres snapshot = ready ? centres.copy() : new Centres(0, width);
    return new KMeansModel(options.clusters(), snapshot, scale.clone(), filler.copy());
  }

  void save(StateWriter out) {
    out.put("features", width).put("rows", rows).put("ready", ready);
    out.put("scaler", scaler::save);
    if (!filler.identity()) {
      out.put("means", filler::save);
    }
    if (ready) {
      out.put("centres", centres::save);
    } else {
      out.put("waiting", waiting::save);
    }
  }

  static Clusters restored(KMeansOptions options, StateReader in) {
    Clusters clusters = new Clusters(options, storedWidth(in));
    clusters.rows = in.getLong("rows");
    clusters.ready = in.getBoolean("ready");
    clusters.scaler.restore(in.get("scaler"));
    clusters.rescale();
    if (!clusters.filler.identity()) {
      clusters.filler.restore(in.get("means"));
    }
    if (clusters.ready) {
      clusters.centres.restore(in.get("centres"));
    } else {
      clusters.waiting.restore(in.get("waiting"));
    }
    return clusters;
  }

  /** The width of what was saved, which has as many numbers as it takes: none is made room for. */
  private static int storedWidth(StateReader in) {
    int width = in.getInt("features", 0, Integer.MAX_VALUE);
    StateReader vectors = in.get(in.getBoolean("ready") ? "centres" : "waiting");
    long expected = (long) width * vectors.getDoubles("weights").length;
    int found = vectors.getDoubles("values").length;
    if (expected != found || (found == 0 && width > MAX_UNSEEN)) {
      throw new CheckpointException(
          "state of '"
              + in.part()
              + "': vectors of "
              + width
              + " features, but "
              + found
              + " numbers");
    }
    return width;
  }
}
