package dev.millrace.ml.catalog;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Learner;
import dev.millrace.ml.instance.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hyper-parameters that are to be others than the pipeline says, by the names of learners: for
 * trying out what they would have done. Immutable.
 *
 * <pre>{@code
 * LearnerChanges changes = LearnerChanges.parse(List.of("champion.learningRate=0.1"));
 * }</pre>
 */
public final class LearnerChanges {
  private static final LearnerChanges NONE = new LearnerChanges(Map.of());

  private final Map<String, Map<String, String>> byLearner;

  private LearnerChanges(Map<String, Map<String, String>> byLearner) {
    this.byLearner = Collections.unmodifiableMap(new LinkedHashMap<>(byLearner));
  }

  public static LearnerChanges none() {
    return NONE;
  }

  /**
   * @param texts each {@code learner.option=value}
   * @throws ConfigurationException if one is not of that form, or an option is given twice
   */
  public static LearnerChanges parse(List<String> texts) {
    Map<String, Map<String, String>> byLearner = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      int dot = text.lastIndexOf('.', Math.max(0, equals));
      if (dot < 1 || equals < dot + 2) {
        throw new ConfigurationException("expected learner.option=value, got '" + text + "'");
      }
      String before =
          byLearner
              .computeIfAbsent(text.substring(0, dot), learner -> new LinkedHashMap<>())
              .put(text.substring(dot + 1, equals).strip(), text.substring(equals + 1).strip());
      if (before != null) {
        throw new ConfigurationException("'" + text + "': the option is given twice");
      }
    }
    return new LearnerChanges(byLearner);
  }

  /** The learners that change. */
  public Set<String> learners() {
    return byLearner.keySet();
  }

  /**
   * The learner itself, if nothing changes, or else a fresh one of its kind with the other options.
   *
   * @throws ConfigurationException if it has no such option, the value is out of range, or its
   *     options cannot be changed by name
   */
  public Learner<?> apply(String name, Learner<?> learner) {
    Map<String, String> changes = byLearner.get(name);
    if (changes == null) {
      return learner;
    }
    StateWriter out = new StateWriter();
    learner.fresh().save(out);
    StateReader stored = StateReader.of(name, out.toBytes());
    Map<String, String> options = new LinkedHashMap<>();
    if (stored.has("options")) {
      StateReader texts = stored.get("options");
      texts.names().forEach(option -> options.put(option, texts.getString(option)));
    }
    options.putAll(changes);
    try {
      Learner<?> changed =
          LearnerCatalog.type(learner.kind())
              .create(options, new Schema(List.of(), List.of(), false), 0);
      if (changed.getClass() == learner.getClass()) {
        return changed;
      }
    } catch (ConfigurationException e) {
      throw new ConfigurationException("learner '" + name + "': " + e.getMessage(), e);
    }
    throw new ConfigurationException(
        "learner '"
            + name
            + "' is a "
            + learner.getClass().getSimpleName()
            + " around a "
            + learner.kind()
            + ": its options cannot be changed by name");
  }
}
