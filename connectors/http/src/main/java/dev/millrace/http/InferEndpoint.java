package dev.millrace.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.serve.ServedModel;
import dev.millrace.ml.serve.ServedModel.Answers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;

/**
 * {@code POST /v2/models/m/infer}: tensors in, tensors out. The rows are either one tensor {@code
 * features} of shape [n, d], or a tensor of shape [n] or [n, 1] per column.
 */
final class InferEndpoint {
  /** The tensor that holds all features. */
  static final String FEATURES = "features";

  private final Models models;
  private final int maxRows;

  InferEndpoint(Models models, int maxRows) {
    this.models = models;
    this.maxRows = maxRows;
  }

  /**
   * @param model of one version
   */
  ByteBuffer answer(ServedModel model, byte[] body, int length) {
    InferRequest request = Json.read(body, length, InferRequest::read);
    List<String> wanted = wantedOutputs(request, Outputs.names(model));
    int count = request.inputs().get(0).rows();
    int most = Rows.most(model, maxRows);
    if (count > most) {
      throw new RefusedException(
          HttpStatus.PAYLOAD_TOO_LARGE_413, count + " rows in one request; at most " + most);
    }
    Columns columns = models.columns(model);
    Answers answers =
        isMatrix(request, columns)
            ? askMatrix(model, request.inputs().get(0))
            : askColumns(model, columns, request.inputs());
    Outputs.requireFinite(answers);
    return Json.write(out -> write(model.name(), request, answers, wanted, out));
  }

  private static List<String> wantedOutputs(InferRequest request, List<String> names) {
    for (String name : request.outputs()) {
      if (!names.contains(name)) {
        throw RefusedException.badRequest(
            "there is no output " + Nearest.quote(name) + Nearest.hint(name, names));
      }
    }
    return request.outputs().isEmpty() ? names : request.outputs();
  }

  private static boolean isMatrix(InferRequest request, Columns columns) {
    return request.inputs().size() == 1
        && request.inputs().get(0).name().equals(FEATURES)
        && columns.position(FEATURES, 0) < 0;
  }

  private static Answers askMatrix(ServedModel model, Tensor tensor) {
    int width = model.schema().width();
    if (tensor.data().isText()) {
      throw RefusedException.badRequest("input 'features': expected numbers, got BYTES");
    }
    if (tensor.width() != width) {
      throw RefusedException.badRequest(
          "input 'features': expected shape [n, "
              + width
              + "], got ["
              + tensor.rows()
              + ", "
              + tensor.width()
              + "]");
    }
    double[] values = Arrays.copyOf(tensor.data().numbers(), tensor.data().size());
    return model.predict(values, tensor.rows());
  }

  private static Answers askColumns(ServedModel model, Columns columns, List<Tensor> tensors) {
    int[] positions = new int[tensors.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = position(tensors.get(i), columns, tensors.get(0));
    }
    Rows rows = Rows.of(model, columns);
    for (int row = 0; row < tensors.get(0).rows(); row++) {
      for (int i = 0; i < positions.length; i++) {
        TensorData data = tensors.get(i).data();
        if (data.isText()) {
          rows.text(positions[i], data.text(row));
        } else {
          rows.number(positions[i], data.numbers()[row]);
        }
      }
      if (columns.lacking(rows)) {
        throw RefusedException.badRequest(columns.missing("input", rows));
      }
      rows.endRow();
    }
    return rows.ask(model);
  }

  /** The column that a tensor is, of the type and length that it must have. */
  private static int position(Tensor tensor, Columns columns, Tensor first) {
    String where = "input " + Nearest.quote(tensor.name()) + ": ";
    int column = columns.position(tensor.name(), 0);
    if (column < 0) {
      throw RefusedException.badRequest(where + columns.unknown(tensor.name()));
    }
    if (tensor.width() != 1 || tensor.rows() != first.rows()) {
      throw RefusedException.badRequest(
          where
              + "expected shape ["
              + first.rows()
              + "], got ["
              + tensor.rows()
              + (tensor.width() == 1 ? "]" : ", " + tensor.width() + "]"));
    }
    if (columns.isText(column) != tensor.data().isText()) {
      throw RefusedException.badRequest(
          where
              + (columns.isText(column) ? "expected BYTES" : "expected numbers")
              + ", got "
              + tensor.datatype());
    }
    return column;
  }

  private static void write(
      String model, InferRequest request, Answers answers, List<String> wanted, JsonGenerator out)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("model_name", model);
    out.writeStringField("model_version", Long.toString(answers.version()));
    if (request.id().isPresent()) {
      out.writeStringField("id", request.id().get());
    }
    out.writeArrayFieldStart("outputs");
    for (String name : wanted) {
      writeOutput(name, answers, out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void writeOutput(String name, Answers answers, JsonGenerator out)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("name", name);
    out.writeStringField("datatype", Outputs.datatype(name).name());
    out.writeFieldName("shape");
    out.writeArray(new int[] {answers.rows()}, 0, 1);
    out.writeArrayFieldStart("data");
    int output = answers.names().indexOf(name);
    for (int row = 0; row < answers.rows(); row++) {
      if (output < 0) {
        out.writeString(answers.classes().get(row));
      } else {
        Outputs.write(answers, row, output, out);
      }
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
