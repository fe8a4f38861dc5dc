package dev.millrace.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.AdditiveModel;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.Model;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.SampledRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The newest predictions of a learning stream's learners, each with what its features add to the
 * score behind it, by the newest committed model; of a model that is no sum, without.
 */
final class Explanations {
  private static final int SHOWN_FEATURES = 8;

  private Explanations() {}

  /** The newest first. */
  static void write(LearningStream<?> learning, JsonGenerator out) throws IOException {
    Map<String, Predictor.Version<Model>> now = new HashMap<>();
    learning.predictors().forEach((name, predictor) -> now.put(name, predictor.current()));
    List<SampledRow> rows = learning.sampledRows();
    out.writeStartArray();
    for (int i = rows.size() - 1; i >= 0; i--) {
      write(rows.get(i), now, out);
    }
    out.writeEndArray();
  }

  private static void write(
      SampledRow row, Map<String, Predictor.Version<Model>> now, JsonGenerator out)
      throws IOException {
    List<String> classes = now.values().iterator().next().schema().classes();
    out.writeStartObject();
    out.writeNumberField("batch", row.batchId());
    out.writeNumberField("version", row.modelVersion());
    if (!Double.isNaN(row.label()) && !classes.isEmpty()) {
      out.writeStringField("label", classes.get((int) row.label()));
    } else {
      Messages.number(out, "label", row.label());
    }
    out.writeArrayFieldStart("learners");
    for (SampledRow.Prediction said : row.predictions()) {
      write(said, row.features(), now.get(said.learner()), out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  /** What a learner said of a row. */
  private static void write(
      SampledRow.Prediction said,
      double[] features,
      Predictor.Version<Model> now,
      JsonGenerator out)
      throws IOException {
    List<String> classes = now.schema().classes();
    int output = said.outputs().length == classes.size() ? said.decided() : 0;
    out.writeStartObject();
    out.writeStringField("learner", said.learner());
    Messages.number(out, "output", said.outputs()[output]);
    if (!classes.isEmpty()) {
      out.writeStringField("decided", classes.get(said.decided()));
      out.writeStringField("of", classes.get(said.outputs().length == 1 ? 1 : output));
    }
    writeFeatures(features, output, now, out);
    out.writeEndObject();
  }

  private static void writeFeatures(
      double[] features, int output, Predictor.Version<Model> now, JsonGenerator out)
      throws IOException {
    double[] added = new double[features.length];
    boolean explained = explain(features, output, now, added, out);
    double[] weight = explained ? added : features;
    List<Integer> shown =
        IntStream.range(0, features.length)
            .boxed()
            .sorted(Comparator.comparingDouble(j -> -Math.abs(weight[j])))
            .limit(SHOWN_FEATURES)
            .toList();
    out.writeNumberField("featureCount", features.length);
    out.writeArrayFieldStart("features");
    for (int j : shown) {
      out.writeStartArray();
      out.writeString(now.schema().features().get(j));
      Messages.number(out, features[j]);
      Messages.number(out, explained ? added[j] : Double.NaN);
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  /**
   * Fills in what each feature adds, and writes what that comes to.
   *
   * @return whether the model can tell
   */
  private static boolean explain(
      double[] features,
      int output,
      Predictor.Version<Model> now,
      double[] added,
      JsonGenerator out)
      throws IOException {
    if (!(now.model() instanceof AdditiveModel model) || model.features() != features.length) {
      return false;
    }
    double[] outputs = new double[model.outputs()];
    try {
      model.predict(features, 0, outputs);
    } catch (LearnerException e) {
      return false;
    }
    double intercept = model.contributions(output, features, 0, added);
    out.writeNumberField("explainedBy", now.version());
    Messages.number(out, "explained", outputs[output]);
    Messages.number(out, "intercept", intercept);
    Messages.number(out, "score", intercept + Arrays.stream(added).sum());
    return true;
  }
}
