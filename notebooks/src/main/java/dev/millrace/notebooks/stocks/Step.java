package dev.millrace.notebooks.stocks;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.state.KeyState;
import java.io.Serializable;
import java.util.Optional;

/**
 * What is known of a stock once a bar is over, and, as soon as the next bar is there, what came of
 * it. All that is not {@link #nextReturn} depends on this bar and earlier ones only. Returns are in
 * basis points (hundredths of a percent), clipped: a split, or a fat finger, is not a return.
 *
 * @param lastReturn from the bar before to this one
 * @param trend mean of the last returns, weighted by {@value #MEMORY} per bar back
 * @param closeLocation where in the bar's range it closed: -0.5 at the low, 0.5 at the high
 * @param range from the bar's low to its high
 * @param volatility mean size of the last returns, weighted likewise
 * @param nextReturn from this bar to the next; NaN until that is there
 */
record Step(
    String timestamp,
    String symbol,
    double close,
    double volume,
    double lastReturn,
    double trend,
    double closeLocation,
    double range,
    double volatility,
    double nextReturn)
    implements Serializable {
  private static final double MEMORY = 0.8;
  private static final double MOST = 100;

  /**
   * What {@code mapWithState} does per stock: a bar ends the step of the bar before, which can now
   * be learned from, and begins its own.
   */
  static void next(String symbol, Optional<Bar> value, KeyState<Step> last, Emitter<Step> out)
      throws Exception {
    Bar bar = value.orElseThrow();
    Optional<Step> before = last.get();
    if (before.isPresent()) {
      out.emit(before.get().cameTo(bar));
    }
    last.update(before.map(step -> step.then(bar)).orElseGet(() -> first(bar)));
  }

  /** The first bar of a stock. */
  static Step first(Bar bar) {
    return new Step(
        bar.timestamp(),
        bar.symbol(),
        bar.close(),
        bar.volume(),
        0,
        0,
        location(bar),
        range(bar),
        0,
        Double.NaN);
  }

  /** The next bar, seen from this one. */
  Step then(Bar bar) {
    double change = change(bar);
    return new Step(
        bar.timestamp(),
        bar.symbol(),
        bar.close(),
        bar.volume(),
        change,
        MEMORY * trend + (1 - MEMORY) * change,
        location(bar),
        range(bar),
        MEMORY * volatility + (1 - MEMORY) * Math.abs(change),
        Double.NaN);
  }

  /** This step, now that the next bar is there. */
  Step cameTo(Bar next) {
    return new Step(
        timestamp,
        symbol,
        close,
        volume,
        lastReturn,
        trend,
        closeLocation,
        range,
        volatility,
        change(next));
  }

  /** Whether a return was too large to be one. */
  static boolean isClipped(double basisPoints) {
    return Math.abs(basisPoints) >= MOST;
  }

  private double change(Bar next) {
    return basisPoints(close, next.close());
  }

  private static double range(Bar bar) {
    return basisPoints(bar.low(), bar.high());
  }

  private static double basisPoints(double from, double to) {
    return Math.max(-MOST, Math.min(MOST, 10_000 * Math.log(to / from)));
  }

  private static double location(Bar bar) {
    double range = bar.high() - bar.low();
    return range > 0 ? (bar.close() - bar.low()) / range - 0.5 : 0;
  }
}
