package dev.millrace.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.serve.ServedModel;
import dev.millrace.ml.serve.ServedModel.Answers;
import java.io.IOException;
import java.nio.ByteBuffer;

/** {@code POST /predict}: JSON rows by column name in, a JSON object per row out. */
final class PredictEndpoint {
  private final Models models;
  private final int maxRows;

  PredictEndpoint(Models models, int maxRows) {
    this.models = models;
    this.maxRows = maxRows;
  }

  /**
   * @param model of one version
   */
  ByteBuffer answer(ServedModel model, byte[] body, int length) {
    Columns columns = models.columns(model);
    Rows rows = Rows.of(model, columns);
    Json.read(
        body,
        length,
        json -> {
          new RowsReader(json, columns, rows, Rows.most(model, maxRows)).read();
          return rows;
        });
    Answers answers = rows.ask(model);
    Outputs.requireFinite(answers);
    return Json.write(out -> write(model.name(), answers, out));
  }

  private static void write(String model, Answers answers, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("model", model);
    out.writeStringField("modelVersion", Long.toString(answers.version()));
    out.writeArrayFieldStart("predictions");
    for (int row = 0; row < answers.rows(); row++) {
      out.writeStartObject();
      if (!answers.classes().isEmpty()) {
        out.writeStringField(Outputs.CLASS, answers.classes().get(row));
      }
      for (int i = 0; i < answers.names().size(); i++) {
        out.writeFieldName(answers.names().get(i));
        Outputs.write(answers, row, i, out);
      }
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
