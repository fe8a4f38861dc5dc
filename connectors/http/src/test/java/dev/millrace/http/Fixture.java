package dev.millrace.http;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceWriter;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.RowReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Models to be served in tests. */
final class Fixture {
  static final Schema PRICE_SCHEMA = new Schema(List.of("size", "rooms"), List.of(), false);

  private Fixture() {}

  static ServerOptions options() {
    return ServerOptions.defaults().withPort(0).withThreads(2);
  }

  /** 2 size + 3 rooms, version 7. */
  static Predictor<LinearModel.Sum> price() {
    return new Predictor<>("price", PRICE_SCHEMA, new LinearModel.Sum(2, 3), 7);
  }

  /** The logistic function of amount − hour. Version 4. */
  static Predictor<LinearModel.Logistic> fraud() {
    Schema schema = new Schema(List.of("amount", "hour"), List.of("no", "yes"), false);
    return new Predictor<>("fraud", schema, new LinearModel.Logistic(1, -1), 4);
  }

  /** Rows of a number and a text, of which the features are the number and the text's length. */
  static PredictorModel text() {
    RowSchema columns =
        new RowSchema(
            List.of(
                new RowSchema.Column("x", RowSchema.Type.NUMBER),
                new RowSchema.Column("word", RowSchema.Type.TEXT),
                new RowSchema.Column("label", RowSchema.Type.NUMBER)));
    Predictor<LinearModel.Sum> predictor =
        new Predictor<>(
            "text",
            new Predictor.Version<>(
                new LinearModel.Sum(1, 10),
                0,
                new Schema(List.of("x", "length"), List.of(), false),
                0.5,
                Optional.of(new LengthExtractor())));
    return PredictorModel.of(predictor, RowReader.of(columns, Set.of("label")));
  }

  /** x, and the length of word. */
  static final class LengthExtractor implements FeatureExtractor<Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Schema schema() {
      return new Schema(List.of("x", "length"), List.of(), false);
    }

    @Override
    public void extract(Row row, InstanceWriter out) {
      out.feature(0, row.number(0));
      out.feature(1, row.text(1).length());
    }
  }

  static PredictionServer start() {
    return start(options());
  }

  static PredictionServer start(ServerOptions options) {
    return PredictionServer.start(
        options, List.of(PredictorModel.of(price()), PredictorModel.of(fraud()), text()));
  }
}
