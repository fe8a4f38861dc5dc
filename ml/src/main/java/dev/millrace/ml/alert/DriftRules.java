package dev.millrace.ml.alert;

import dev.millrace.core.alert.AlertRule;
import dev.millrace.ml.drift.Drift;
import java.time.Duration;

/**
 * Rules over the signals of detectors.
 *
 * <pre>{@code
 * Alerts.on(drifts).keyBy(Drift::source)
 *     .rule("drift", DriftRules.drift(Duration.ofHours(1)))
 *     .named("fraud-drift")
 * }</pre>
 */
public final class DriftRules {
  private DriftRules() {}

  /** Fires with a signal; over when none has come for so long. */
  public static AlertRule<Drift> drift(Duration quiet) {
    return AlertRule.<Drift>atLeast(1, drift -> true, quiet);
  }
}
