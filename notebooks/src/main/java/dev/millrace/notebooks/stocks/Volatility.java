package dev.millrace.notebooks.stocks;

import dev.millrace.ml.stream.Scored;

/**
 * How much the price was said to move from a bar to the next, up or down, and how much it did; in
 * basis points.
 */
record Volatility(String timestamp, String symbol, double forecast, double came) {
  static Volatility of(Scored<Step> scored) {
    Step step = scored.row();
    return new Volatility(step.timestamp(), step.symbol(), scored.output(), scored.label());
  }
}
