package dev.millrace.notebooks.stocks;

import dev.millrace.ml.stream.Scored;

/** Which kind of market a bar belongs to. */
record Regime(String timestamp, String symbol, int regime) {
  static Regime of(Scored<Step> scored) {
    return new Regime(
        scored.row().timestamp(), scored.row().symbol(), (int) scored.output("regimes"));
  }
}
