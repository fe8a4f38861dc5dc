package dev.millrace.core.testing;

import dev.millrace.core.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Checks that an engine keeps its contract: every method of {@link dev.millrace.core.Batch} and
 * {@link Engine}, empty partitions, retries, dead letters, keyed state with expiry, deadlines,
 * budgets, revert and restore.
 *
 * <pre>{@code
 * for (Check check : EngineConformance.checks(MyEngine::new)) {
 *   check.run();
 * }
 * }</pre>
 */
public final class EngineConformance {
  private EngineConformance() {}

  /**
   * @param engines makes a new engine for each check, which closes it; its tasks must run in this
   *     JVM and be retried at least once
   */
  public static List<Check> checks(Supplier<? extends Engine> engines) {
    List<Check> checks = new ArrayList<>();
    checks.addAll(EngineBatchChecks.checks(engines));
    checks.addAll(EngineTaskChecks.checks(engines));
    checks.addAll(EngineStateChecks.checks(engines));
    checks.addAll(EngineRestoreChecks.checks(engines));
    checks.addAll(EngineDueChecks.checks(engines));
    checks.addAll(EngineBudgetChecks.checks(engines));
    checks.addAll(EngineTimeChecks.checks(engines));
    return List.copyOf(checks);
  }
}
