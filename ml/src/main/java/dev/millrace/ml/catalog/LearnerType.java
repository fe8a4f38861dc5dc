package dev.millrace.ml.catalog;

import dev.millrace.ml.Learner;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/**
 * A kind of learner that can be made from text: the command line's {@code --learner} and the
 * restoring of a learner from a checkpoint find it by {@link #name} through {@link
 * java.util.ServiceLoader}.
 */
public interface LearnerType {
  /** What a learner is for. */
  enum Task {
    CLASSIFY,
    REGRESS,
    CLUSTER
  }

  /**
   * One option.
   *
   * @param name in camel case, for instance {@code learningRate}
   * @param range what is allowed, for people: {@code "> 0"}, {@code "sgd|adam|…"}
   * @param defaultValue what holds when it is not given
   * @param doc its effect, in one sentence
   */
  record Option(String name, String range, String defaultValue, String doc) {}

  /** The stable name, equal to {@link Learner#kind} of what it makes. */
  String name();

  /** What it is, in one sentence. */
  String doc();

  List<Task> tasks();

  List<Option> options();

  /**
   * @param options by name; those absent take their defaults
   * @param schema of the instances to come
   * @param seed for whatever is random
   * @throws dev.millrace.core.ConfigurationException naming an option that is unknown (with the
   *     nearest known one) or out of range
   */
  Learner<?> create(Map<String, String> options, Schema schema, long seed);
}
