package dev.millrace.core.internal.graph;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateDescriptor;
import java.util.Objects;

/**
 * An operator that keeps a table of keyed state, which may have a budget.
 *
 * @param <O> the operator's own type
 */
public abstract class TableOperator<T, O extends Operator<T>> extends Operator<T> {
  private final StateBudget budget;

  /**
   * @param name the name that the user gave, or null
   */
  protected TableOperator(String name, StateBudget budget) {
    super(name);
    this.budget = Objects.requireNonNull(budget, "budget");
  }

  /** The same operator with another name and budget; this one is not modified. */
  protected abstract O with(String newName, StateBudget newBudget);

  @Override
  public final O withName(String newName) {
    return with(newName, budget);
  }

  /** The same operator with another budget; this one is not modified. */
  public final O withBudget(StateBudget newBudget) {
    return with(name().orElse(null), newBudget);
  }

  /** What a table is, with the operator's budget. */
  protected final <K, S> StateDescriptor<K, S> budgeted(StateDescriptor<K, S> table) {
    return table.withBudget(budget);
  }

  /**
   * The same operator with a budget.
   *
   * @throws ConfigurationException if it is none whose state may have one
   */
  public static <T> Operator<T> withBudget(Operator<T> operator, StateBudget budget) {
    if (operator instanceof TableOperator<T, ?> table) {
      return table.withBudget(budget);
    }
    throw new ConfigurationException(
        operator.where()
            + " keeps no state that may have a budget; give it to mapWithState, updateStateByKey,"
            + " process, intervalJoin or windows of event time themselves, before what follows them");
  }
}
