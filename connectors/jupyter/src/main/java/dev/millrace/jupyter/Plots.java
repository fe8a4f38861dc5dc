package dev.millrace.jupyter;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.metric.ScoreDistribution;
import dev.millrace.ml.serve.Predictor;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Begins plots, and makes those that learners are judged by. */
public final class Plots {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int BAR_HEIGHT = 22;
  private static final int BARS_FRAME = 90;
  private static final int BINS = 10;
  private static final int SCORE_BINS = 40;

  private Plots() {}

  /** A plot over two axes, to which series are added. */
  public static XyPlot xy(String title, String x, String y) {
    return XyPlot.in(new PlotFrame(title, x, y, WIDTH, HEIGHT));
  }

  /** A plot to which bars are added. */
  public static BarPlot bars(String title, String x) {
    return BarPlot.in(new PlotFrame(title, x, "", WIDTH, HEIGHT));
  }

  /**
   * How well learners did as time went by: a figure over the last rows, after each batch.
   *
   * @param reports of the batches in order, as {@code LearningStream.metrics()} gives them
   * @param metric for instance {@code rocAuc}
   * @throws ConfigurationException naming the figures there are
   */
  public static XyPlot learningCurve(List<PrequentialReport> reports, String metric) {
    List<LearnerReport> last = reports.get(reports.size() - 1).learners();
    XyPlot plot = xy("Learning curve", "rows", metric);
    double[] rows = reports.stream().mapToDouble(PrequentialReport::rows).toArray();
    for (LearnerReport learner : last) {
      if (!learner.sliding().containsKey(metric)) {
        throw new ConfigurationException(
            "no figure '" + metric + "'; there are " + learner.sliding().keySet());
      }
      ToDoubleFunction<PrequentialReport> figure =
          report -> report.learner(learner.name()).sliding().getOrDefault(metric, Double.NaN);
      double[] values = reports.stream().mapToDouble(figure).toArray();
      plot = plot.line(learner.name(), rows, values);
    }
    return plot;
  }

  /**
   * Whether as many rows are of the second class as the scores of learners say, in ten bins (Murphy
   * and Winkler 1977). On the diagonal, probabilities hold.
   *
   * @param learners of two classes
   */
  public static XyPlot reliability(LearnerReport... learners) {
    XyPlot plot =
        xy("Reliability", "probability said", "share that came")
            .yRange(0, 1)
            .reference("perfect", new double[] {0, 1}, new double[] {0, 1});
    for (LearnerReport learner : learners) {
      List<ScoreDistribution.Bin> bins =
          scores(learner, BINS).bins().stream().filter(bin -> bin.rows() > 0).toList();
      plot =
          plot.line(
              learner.name(),
              bins.stream().mapToDouble(ScoreDistribution.Bin::meanScore).toArray(),
              bins.stream().mapToDouble(ScoreDistribution.Bin::positiveShare).toArray());
    }
    return plot.sized(HEIGHT + 100, HEIGHT + 40);
  }

  /**
   * How the scores of either class are spread; the less they overlap, the better.
   *
   * @param learner of two classes
   * @param negative what the first class is called
   * @param positive what the second class is called
   */
  public static XyPlot scores(LearnerReport learner, String negative, String positive) {
    List<ScoreDistribution.Bin> bins = scores(learner, SCORE_BINS).bins();
    return xy("Scores of " + learner.name(), "probability said", "rows")
        .steps(negative, bins.stream().mapToDouble(bin -> bin.negatives()).toArray(), 0, 1)
        .steps(positive, bins.stream().mapToDouble(bin -> bin.positives()).toArray(), 0, 1);
  }

  /**
   * The largest weights of the newest committed model, by the names of the features.
   *
   * @param predictor of a linear model
   * @param count how many, from 1 to 50
   */
  public static BarPlot weights(Predictor<?> predictor, int count) {
    Table weights =
        Table.of(predictor).where("name", name -> !name.equals("intercept")).head(count);
    List<String> names = weights.texts("name");
    double[] values = weights.numbers("value");
    BarPlot plot = bars("Largest weights of " + predictor.name(), "weight of the scaled feature");
    for (int i = 0; i < values.length; i++) {
      plot = plot.bar(names.get(i), values[i]);
    }
    return plot.sized(WIDTH, BARS_FRAME + BAR_HEIGHT * values.length);
  }

  private static ScoreDistribution scores(LearnerReport learner, int bins) {
    return learner
        .scores(bins)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "learner '" + learner.name() + "' has no scores of two classes"));
  }
}
