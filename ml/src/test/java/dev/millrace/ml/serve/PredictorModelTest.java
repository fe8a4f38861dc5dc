package dev.millrace.ml.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.ml.Classifier;
import dev.millrace.ml.ProbabilisticClassifier;
import dev.millrace.ml.feature.RowFeatures;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.serve.ServedModel.ColumnType;
import dev.millrace.ml.serve.ServedModel.InputColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjDoubleConsumer;
import org.junit.jupiter.api.Test;

class PredictorModelTest {
  /** Its one output is the sum of the features. */
  private record Sum(int features) implements ProbabilisticClassifier {
    @Override
    public int classes() {
      return 2;
    }

    @Override
    public void predict(InstanceBlock block, double[] out) {
      DenseBlock dense = (DenseBlock) block;
      double[] one = new double[1];
      for (int row = 0; row < block.rows(); row++) {
        predict(dense.values(), row * features, one);
        out[row] = one[0];
      }
    }

    @Override
    public void predict(double[] x, int offset, double[] out) {
      out[0] = 0;
      for (int i = 0; i < features; i++) {
        out[0] += x[offset + i];
      }
    }

    @Override
    public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {}
  }

  private static final Schema SCHEMA =
      new Schema(
          List.of("amount", "hour", "channel=web", "channel=<other>", "amount*channel=web"),
          List.of("honest", "fraud"),
          false);

  private static PredictorModel byFeature() {
    return PredictorModel.of(
        new Predictor<>("champion", new Predictor.Version<Classifier>(new Sum(5), 7, SCHEMA, 0.7)));
  }

  @Test
  void shouldAnswerRowsOfNumbers() {
    ServedModel.Answers answers =
        byFeature().predict(new double[] {0.1, 0.2, 0.3, 0, 0, 0.5, 0.2, 0.1, 0, 0}, 2);
    assertEquals(7, answers.version());
    assertEquals(List.of("probability"), answers.names());
    assertArrayEquals(new double[] {0.6, 0.8}, answers.values(), 1e-12);
    assertEquals(List.of("honest", "fraud"), answers.classes());
    assertEquals(2, answers.rows());
  }

  @Test
  void shouldRefuseRowsOfTheWrongShape() {
    assertEquals(
        "expected 2 rows of 5 features, got 9 numbers",
        assertThrows(RequestException.class, () -> byFeature().predict(new double[9], 2))
            .getMessage());
    double[] bad = new double[10];
    bad[6] = Double.NaN;
    assertEquals(
        "row 1: feature 'hour' is NaN",
        assertThrows(RequestException.class, () -> byFeature().predict(bad, 2)).getMessage());
  }

  @Test
  void shouldFillFeaturesInByName() {
    ServedModel.Answers answers =
        byFeature()
            .predictRows(
                List.of(
                    Map.of("amount", 2, "hour", 3, "channel", "web"),
                    Map.of("amount", 2, "hour", 3, "channel", "phone"),
                    Map.of("amount", 2, "hour", 3)));
    assertArrayEquals(new double[] {2 + 3 + 1 + 2, 2 + 3 + 1, 5}, answers.values());
  }

  @Test
  void shouldNameWhatIsWrongWithARow() {
    assertRefused("row 0: no column 'amout'; there are amount, ", Map.of("amout", 1));
    assertRefused("row 0: column 'hour' is missing", Map.of("amount", 1));
    assertRefused(
        "row 0: column 'amount': expected a number, got the text 'much'",
        Map.of("amount", "much", "hour", 1));
    Map<String, Object> withNull = new HashMap<>(Map.of("hour", 1));
    withNull.put("amount", null);
    assertRefused("row 0: column 'amount' is missing", withNull);
    assertRefused(
        "row 0: column 'channel': expected a text, got a list",
        Map.of("amount", 1, "hour", 1, "channel", List.of()));
  }

  private static void assertRefused(String message, Map<String, Object> row) {
    RequestException e =
        assertThrows(RequestException.class, () -> byFeature().predictRows(List.of(row)));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  @Test
  void shouldListTheColumns() {
    List<InputColumn> columns = new ArrayList<>(byFeature().inputs());
    assertTrue(columns.contains(new InputColumn("amount", ColumnType.NUMBER, true, List.of())));
    assertTrue(
        columns.contains(new InputColumn("channel", ColumnType.TEXT, false, List.of("web"))));
  }

  @Test
  void shouldAnswerFromTheNewestVersion() {
    Predictor<Sum> predictor = new Predictor<>("champion", SCHEMA, new Sum(5), -1);
    PredictorModel model = PredictorModel.of(predictor);
    ServedModel before = model.version(-1).orElseThrow();
    predictor.publish(new Predictor.Version<>(new Sum(5), 3, SCHEMA, 0.5));
    assertEquals(3, model.currentVersion());
    assertEquals(-1, before.currentVersion());
    assertEquals(List.of(3L), model.versions());
    assertTrue(model.version(2).isEmpty());
  }

  @Test
  void shouldComputeTheFeaturesOfTheRowsOwnColumns() {
    RowSchema columns =
        new RowSchema(
            List.of(
                new RowSchema.Column("size", RowSchema.Type.NUMBER),
                new RowSchema.Column("unit", RowSchema.Type.TEXT),
                new RowSchema.Column("class", RowSchema.Type.TEXT)));
    FeatureExtractor<Row> features =
        RowFeatures.of(columns)
            .target("class")
            .classes(List.of("a", "b"))
            .numeric(Set.of("unit"))
            .extractor();
    PredictorModel model =
        PredictorModel.of(
            new Predictor<>(
                "champion",
                new Predictor.Version<>(
                    new Sum(2), 1, features.schema(), 0.5, Optional.of(features))),
            RowReader.of(columns, Set.of("class")));
    assertArrayEquals(
        new double[] {3.5}, model.predictRows(List.of(Map.of("size", 3, "unit", "0.5"))).values());
    RequestException wrong =
        assertThrows(
            RequestException.class,
            () -> model.predictRows(List.of(Map.of("size", 3, "unit", "metre"))));
    assertTrue(wrong.getMessage().contains("expected a number, got 'metre'"), wrong.getMessage());
    assertEquals(
        "row 0: column 'size' is missing",
        assertThrows(RequestException.class, () -> model.predictRows(List.of(Map.of("unit", "1"))))
            .getMessage());
    assertEquals(
        List.of("size", "unit", "class"), model.inputs().stream().map(InputColumn::name).toList());
  }
}
