package dev.millrace.ml.catalog;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.Learner;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/** A learner type whose options are declared as {@link LearnerOption}s. Immutable. */
public abstract class DescribedLearnerType implements LearnerType {
  private final String name;
  private final String doc;
  private final List<Task> tasks;
  private final List<LearnerOption<?>> options;

  protected DescribedLearnerType(
      String name, String doc, List<Task> tasks, List<LearnerOption<?>> options) {
    this.name = name;
    this.doc = doc;
    this.tasks = List.copyOf(tasks);
    this.options = List.copyOf(options);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String doc() {
    return doc;
  }

  @Override
  public final List<Task> tasks() {
    return tasks;
  }

  @Override
  public final List<Option> options() {
    return options.stream().map(LearnerOption::described).toList();
  }

  @Override
  public final Learner<?> create(Map<String, String> given, Schema schema, long seed) {
    List<String> known = options.stream().map(LearnerOption::name).toList();
    for (String option : given.keySet()) {
      if (!known.contains(option)) {
        throw new ConfigurationException(
            "learner "
                + name
                + " has no option '"
                + option
                + "'"
                + Suggestion.among("it has", known, option));
      }
    }
    try {
      return make(given, schema, seed);
    } catch (ConfigurationException e) {
      throw new ConfigurationException("learner " + name + ": " + e.getMessage(), e);
    }
  }

  /** Makes the learner from options whose names are known. */
  protected abstract Learner<?> make(Map<String, String> given, Schema schema, long seed);
}
