package dev.millrace.ml.model;

import dev.millrace.ml.Learner;
import dev.millrace.ml.Model;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.serve.Predictor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model as one version holds it.
 *
 * @param name the learner's name
 * @param version the model, its features and classes, and the threshold it is decided by
 * @param learner what it came of, free to go on learning
 * @param figures the figures of its evaluation up to that version, by name; empty if none were kept
 */
public record StoredModel(
    String name,
    Predictor.Version<Model> version,
    Learner<?> learner,
    Map<String, Double> figures) {

  public Model model() {
    return version.model();
  }

  public Schema schema() {
    return version.schema();
  }

  /** What was learned, by name: weights, centres. */
  public Map<String, Double> parameters() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    model().describe(schema().features(), parameters::put);
    return parameters;
  }
}
