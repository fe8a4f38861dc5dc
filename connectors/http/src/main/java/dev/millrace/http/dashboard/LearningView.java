package dev.millrace.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.Classifier;
import dev.millrace.ml.Model;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.metric.ConfusionMatrix;
import dev.millrace.ml.metric.ScoreDistribution;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.stream.LearningStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the newest commit made of a learning stream. Not thread-safe. */
final class LearningView {
  private static final int BINS = 20;
  private static final int SHOWN_PARAMETERS = 20;

  private record Parameter(String name, double value) {}

  private final LearningStream<?> learning;
  private long recordedBatch;

  LearningView(LearningStream<?> learning) {
    this.learning = learning;
    this.recordedBatch = learning.report().batchId();
  }

  /** Takes a point of a curve. */
  interface Curves {
    void put(String name, double value);
  }

  /** Tells the figures, if there are new ones: {@code sliding/stream/learner/f1}. */
  void record(Curves curves) {
    PrequentialReport report = learning.report();
    if (report.batchId() == recordedBatch) {
      return;
    }
    recordedBatch = report.batchId();
    for (LearnerReport learner : report.learners()) {
      String of = "/" + learning.name() + "/" + learner.name() + "/";
      learner.cumulative().forEach((name, value) -> curves.put("cumulative" + of + name, value));
      learner.sliding().forEach((name, value) -> curves.put("sliding" + of + name, value));
    }
  }

  void write(JsonGenerator out) throws IOException {
    PrequentialReport report = learning.report();
    out.writeStartObject();
    out.writeStringField("name", learning.name());
    out.writeNumberField("rows", report.rows());
    out.writeArrayFieldStart("learners");
    for (Predictor<Model> predictor : learning.predictors().values()) {
      out.writeStartObject();
      writeModel(predictor.current(), predictor.name(), out);
      for (LearnerReport learner : report.learners()) {
        if (learner.name().equals(predictor.name())) {
          writeReport(learner, out);
        }
      }
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeFieldName("predictions");
    Explanations.write(learning, out);
    out.writeEndObject();
  }

  private static void writeModel(Predictor.Version<Model> now, String name, JsonGenerator out)
      throws IOException {
    out.writeStringField("name", name);
    out.writeNumberField("version", now.version());
    out.writeArrayFieldStart("classes");
    if (now.model() instanceof Classifier) {
      for (String label : now.schema().classes()) {
        out.writeString(label);
      }
    }
    out.writeEndArray();
    List<Parameter> parameters = new ArrayList<>();
    now.model()
        .describe(
            now.schema().features(),
            (parameter, value) -> parameters.add(new Parameter(parameter, value)));
    out.writeNumberField("parameterCount", parameters.size());
    parameters.sort(Comparator.comparingDouble(parameter -> -Math.abs(parameter.value())));
    out.writeArrayFieldStart("parameters");
    for (Parameter parameter : parameters.subList(0, shown(parameters.size()))) {
      out.writeStartArray();
      out.writeString(parameter.name());
      Messages.number(out, parameter.value());
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  private static int shown(int parameters) {
    return Math.min(SHOWN_PARAMETERS, parameters);
  }

  private static void writeReport(LearnerReport learner, JsonGenerator out) throws IOException {
    out.writeNumberField("rowsLearned", learner.rowsLearned());
    out.writeNumberField("rowsRefused", learner.rowsRefused());
    out.writeNumberField("rowsScored", learner.rowsScored());
    Messages.number(out, "threshold", learner.threshold());
    writeFigures("cumulative", learner.cumulative(), out);
    writeFigures("sliding", learner.sliding(), out);
    if (learner.confusion().isPresent()) {
      writeConfusion(learner.confusion().get(), out);
    }
    if (learner.scores(BINS).isPresent()) {
      writeScores(learner.scores(BINS).get(), out);
    }
  }

  private static void writeFigures(String name, Map<String, Double> figures, JsonGenerator out)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, Double> figure : figures.entrySet()) {
      Messages.number(out, figure.getKey(), figure.getValue());
    }
    out.writeEndObject();
  }

  private static void writeConfusion(ConfusionMatrix matrix, JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("confusion");
    for (int actual = 0; actual < matrix.classes(); actual++) {
      out.writeStartArray();
      for (int decided = 0; decided < matrix.classes(); decided++) {
        out.writeNumber(matrix.count(actual, decided));
      }
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  /** Bins as {@code [from, to, negatives, positives, mean score]}. */
  private static void writeScores(ScoreDistribution scores, JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("scores");
    for (ScoreDistribution.Bin bin : scores.bins()) {
      out.writeStartArray();
      Messages.number(out, bin.from());
      Messages.number(out, bin.to());
      out.writeNumber(bin.negatives());
      out.writeNumber(bin.positives());
      Messages.number(out, bin.meanScore());
      out.writeEndArray();
    }
    out.writeEndArray();
  }
}
