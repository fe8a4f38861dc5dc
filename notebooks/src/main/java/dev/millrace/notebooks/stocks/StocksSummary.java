package dev.millrace.notebooks.stocks;

import dev.millrace.ml.Model;
import dev.millrace.ml.cluster.KMeansModel;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.notebooks.Summary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says how the forecasts did, and what the regimes are. */
final class StocksSummary {
  private StocksSummary() {}

  static Summary of(
      PrequentialReport returns,
      Directions directions,
      Collection<Trade> accounts,
      PrequentialReport volatility,
      Model regimes) {
    Map<String, Double> figures = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    notes.add(
        "Returns are in basis points, clipped at 100: a 7:1 split of the stock is not a return.");
    notes.add(
        "An R2 of 0 is what a constant gets, and by chance half of the directions are right.");
    notes.add("A bar is scored once the next one is there, so the last of each stock is not.");
    double gross = accounts.stream().mapToDouble(Trade::gross).sum();
    double net = accounts.stream().mapToDouble(Trade::net).sum();
    double held = accounts.stream().mapToDouble(Trade::held).sum();
    figures.put("tradingGross", gross);
    figures.put("tradingNet", net);
    figures.put("holding", held);
    notes.add(
        String.format(
            Locale.ROOT,
            "To hold a stock while linear-regression says that it rises, and owe it else: %,+.0f,"
                + " and %,+.0f with costs of %.0f a trade. To hold all the time: %,+.0f.",
            gross,
            net,
            Trade.COST,
            held));
    notes.add("The volatility learners forecast the size of the next return.");
    if (regimes instanceof KMeansModel model && model.ready()) {
      for (int i = 0; i < model.clusters(); i++) {
        describe(model, i, figures, notes);
      }
    }
    List<Summary.Learner> learners = new ArrayList<>();
    for (LearnerReport learner : returns.learners()) {
      double direction = directions.accuracy(learner.name());
      learners.add(Summary.Learner.of(learner).with("direction", direction));
    }
    volatility.learners().forEach(learner -> learners.add(Summary.Learner.of(learner)));
    return new Summary(
        returns.rows(), figures, List.of("mae", "rmse", "r2", "direction"), learners, notes);
  }

  private static void describe(
      KMeansModel model, int regime, Map<String, Double> figures, List<String> notes) {
    double volatility = model.centre(regime)[0];
    double volume = Math.expm1(model.centre(regime)[1]);
    figures.put("regime" + regime + "Bars", model.weight(regime));
    figures.put("regime" + regime + "Volatility", volatility);
    figures.put("regime" + regime + "Volume", volume);
    notes.add(
        String.format(
            Locale.ROOT,
            "Regime %d: %,.0f bars that moved by about %.1f a minute on a volume of about %,.0f.",
            regime,
            model.weight(regime),
            volatility,
            volume));
  }
}
