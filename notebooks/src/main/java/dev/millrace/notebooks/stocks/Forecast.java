package dev.millrace.notebooks.stocks;

import dev.millrace.ml.stream.Scored;
import java.io.Serializable;

/** What was forecast after a bar, by the linear regression, and what came; in basis points. */
record Forecast(String timestamp, String symbol, double close, double forecast, double nextReturn)
    implements Serializable {
  static Forecast of(Scored<Step> scored) {
    Step step = scored.row();
    return new Forecast(
        step.timestamp(), step.symbol(), step.close(), scored.output(), step.nextReturn());
  }
}
