package dev.millrace.ml.catalog;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Learner;
import dev.millrace.ml.instance.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * All learners that can be made from text.
 *
 * <pre>{@code
 * Learner<?> learner =
 *     LearnerCatalog.create("logistic-regression:learningRate=0.005,l2=1e-4", schema, 42);
 * }</pre>
 *
 * <p>A text is a name, and after a colon options as {@code name=value}, separated by commas.
 * Thread-safe.
 */
public final class LearnerCatalog {
  private static final Map<String, LearnerType> TYPES = load();

  private LearnerCatalog() {}

  private static Map<String, LearnerType> load() {
    Map<String, LearnerType> types = new TreeMap<>();
    for (LearnerType type :
        ServiceLoader.load(LearnerType.class, LearnerType.class.getClassLoader())) {
      LearnerType other = types.put(type.name(), type);
      if (other != null) {
        throw new ConfigurationException(
            "two learners are called '" + type.name() + "': " + other + " and " + type);
      }
    }
    return types;
  }

  /** The names of all learners, in alphabetical order. */
  public static List<String> names() {
    return List.copyOf(TYPES.keySet());
  }

  /** All learner types, in the order of their names. */
  public static List<LearnerType> types() {
    return List.copyOf(TYPES.values());
  }

  /**
   * @throws ConfigurationException if there is none of that name, with the nearest one
   */
  public static LearnerType type(String name) {
    LearnerType type = TYPES.get(name);
    if (type == null) {
      throw new ConfigurationException(
          "no learner is called '"
              + name
              + "'"
              + Suggestion.among("there are", TYPES.keySet(), name));
    }
    return type;
  }

  /** The name in a text. */
  public static String name(String spec) {
    int colon = spec.indexOf(':');
    return (colon < 0 ? spec : spec.substring(0, colon)).strip();
  }

  /**
   * The options in a text, in its order.
   *
   * @throws ConfigurationException if one is no {@code name=value}, or given twice
   */
  public static Map<String, String> options(String spec) {
    Map<String, String> options = new LinkedHashMap<>();
    int colon = spec.indexOf(':');
    if (colon < 0 || spec.substring(colon + 1).isBlank()) {
      return options;
    }
    for (String part : spec.substring(colon + 1).split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      if (name.isEmpty()) {
        throw new ConfigurationException(
            "learner '" + spec + "': expected option=value, got '" + part + "'");
      }
      if (options.put(name, part.substring(equals + 1).strip()) != null) {
        throw new ConfigurationException(
            "learner '" + spec + "': option " + name + " is given twice");
      }
    }
    return options;
  }

  /**
   * Makes a learner from text.
   *
   * @param spec {@code name} or {@code name:option=value,…}
   * @param schema of the instances to come
   * @param seed for whatever is random, unless the text says otherwise
   * @throws ConfigurationException saying what is wrong with the text
   */
  public static Learner<?> create(String spec, Schema schema, long seed) {
    return type(name(spec)).create(options(spec), schema, seed);
  }

  /** Writes which learner it is, for {@link #restore}; part of every learner's state. */
  public static void saveType(String kind, Map<String, String> options, StateWriter out) {
    out.put("kind", kind);
    out.put("options", nested -> options.forEach(nested::put));
  }

  /**
   * Checks that state is of the expected kind of learner.
   *
   * @throws CheckpointException if it is of another
   */
  public static void checkType(String kind, StateReader in) {
    String stored = in.getString("kind");
    if (!stored.equals(kind)) {
      throw new CheckpointException(
          "state of '"
              + in.part()
              + "' is of a learner "
              + stored
              + ", not "
              + kind
              + "; give the learner another name, or start it afresh");
    }
  }

  /**
   * A learner as {@link Learner#save} wrote it: its kind, hyper-parameters and what it has learned.
   *
   * @throws CheckpointException if the state is of no learner that is known here, or damaged
   */
  public static Learner<?> restore(StateReader in) {
    Map<String, String> options = new LinkedHashMap<>();
    StateReader stored = in.get("options");
    for (String name : stored.names()) {
      options.put(name, stored.getString(name));
    }
    try {
      Learner<?> learner =
          type(in.getString("kind")).create(options, new Schema(List.of(), List.of(), false), 0);
      learner.restore(in);
      return learner;
    } catch (CheckpointException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CheckpointException("state of '" + in.part() + "': " + e.getMessage(), e);
    }
  }
}
