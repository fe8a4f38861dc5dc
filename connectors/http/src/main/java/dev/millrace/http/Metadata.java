package dev.millrace.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.serve.ServedModel;
import dev.millrace.ml.serve.ServedModel.ColumnType;
import dev.millrace.ml.serve.ServedModel.InputColumn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;

/** What the server says of itself and of its models, as the Open Inference Protocol has it. */
final class Metadata {
  private static final String NAME = "millrace";

  private Metadata() {}

  /** What a person who opens the server in a browser needs: which paths there are. */
  static ByteBuffer index(String version) {
    return Json.write(
        out -> {
          out.writeStartObject();
          out.writeStringField("name", NAME);
          out.writeStringField("version", version);
          out.writeObjectFieldStart("paths");
          out.writeStringField(
              "POST /predict", "{\"rows\": [{…}, …]}, an array of rows or one row, by column name");
          out.writeStringField("GET /v2", "the server");
          out.writeStringField("GET /v2/health/live", "whether it answers");
          out.writeStringField("GET /v2/health/ready", "whether every model has a version");
          out.writeStringField("GET /v2/models", "the models and their versions");
          out.writeStringField("GET /v2/models/{name}", "a model's inputs, outputs and classes");
          out.writeStringField("POST /v2/models/{name}/infer", "Open Inference Protocol v2");
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  /**
   * @param version of the server
   */
  static ByteBuffer server(String version) {
    return Json.write(
        out -> {
          out.writeStartObject();
          out.writeStringField("name", NAME);
          out.writeStringField("version", version);
          writeStrings("extensions", List.of("model_list", "predict"), out);
          out.writeEndObject();
        });
  }

  static ByteBuffer live() {
    return Json.write(
        out -> {
          out.writeStartObject();
          out.writeBooleanField("live", true);
          out.writeEndObject();
        });
  }

  /** 200 once every model has a committed version, 503 until then. */
  static Reply ready(Models models) {
    boolean ready = models.all().stream().allMatch(Models::isReady);
    return Reply.json(
        status(ready),
        Json.write(
            out -> {
              out.writeStartObject();
              out.writeBooleanField("live", true);
              out.writeBooleanField("ready", ready);
              out.writeEndObject();
            }));
  }

  static Reply ready(ServedModel model) {
    boolean ready = Models.isReady(model);
    return Reply.json(
        status(ready),
        Json.write(
            out -> {
              out.writeStartObject();
              out.writeStringField("name", model.name());
              out.writeBooleanField("ready", ready);
              out.writeEndObject();
            }));
  }

  private static int status(boolean ready) {
    return ready ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
  }

  static ByteBuffer models(Models models) {
    return Json.write(
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("models");
          for (ServedModel model : models.all()) {
            out.writeStartObject();
            out.writeStringField("name", model.name());
            writeStrings("versions", Models.versions(model), out);
            out.writeBooleanField("ready", Models.isReady(model));
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  /**
   * @param model of the version asked for
   * @param versions that can be asked for
   */
  static ByteBuffer model(ServedModel model, List<String> versions) {
    return Json.write(
        out -> {
          out.writeStartObject();
          out.writeStringField("name", model.name());
          writeStrings("versions", versions, out);
          out.writeStringField("platform", NAME);
          out.writeArrayFieldStart("inputs");
          for (InputColumn column : model.inputs()) {
            writeInput(column, out);
          }
          out.writeEndArray();
          out.writeArrayFieldStart("outputs");
          for (String name : Outputs.names(model)) {
            writeTensor(name, Outputs.datatype(name), out, -1);
            out.writeEndObject();
          }
          out.writeEndArray();
          writeParameters(model, out);
          out.writeEndObject();
        });
  }

  private static void writeInput(InputColumn column, JsonGenerator out) throws IOException {
    boolean text = column.type() == ColumnType.TEXT;
    writeTensor(column.name(), text ? Datatype.BYTES : Datatype.FP64, out, -1);
    out.writeObjectFieldStart("parameters");
    out.writeBooleanField("required", column.required());
    if (!column.categories().isEmpty()) {
      writeStrings("categories", column.categories(), out);
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  /** The version described, what its classes are called, and the one tensor that does for all. */
  private static void writeParameters(ServedModel model, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("parameters");
    out.writeStringField("version", Long.toString(model.currentVersion()));
    writeStrings("classes", model.schema().classes(), out);
    out.writeFieldName("instead_of_inputs");
    writeTensor(InferEndpoint.FEATURES, Datatype.FP64, out, -1, model.schema().width());
    writeStrings("names", model.schema().features(), out);
    out.writeEndObject();
    out.writeEndObject();
  }

  /** Leaves the object open. */
  private static void writeTensor(String name, Datatype type, JsonGenerator out, int... shape)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("name", name);
    out.writeStringField("datatype", type.name());
    out.writeFieldName("shape");
    out.writeArray(shape, 0, shape.length);
  }

  private static void writeStrings(String field, List<String> values, JsonGenerator out)
      throws IOException {
    out.writeArrayFieldStart(field);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }
}
