package dev.millrace.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The body of an inference request. Members that the protocol does not know are let pass, as are
 * parameters: none changes an answer here.
 *
 * @param id to be given back; empty if there was none
 * @param outputs the names of the outputs that are wanted; empty for all
 */
record InferRequest(Optional<String> id, List<Tensor> inputs, List<String> outputs) {

  /** Reads the whole document. */
  static InferRequest read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw RefusedException.badRequest("expected an inference request: {\"inputs\":[{…},…]}");
    }
    Optional<String> id = Optional.empty();
    List<Tensor> inputs = List.of();
    List<String> outputs = List.of();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      switch (name) {
        case "id" -> id = Optional.of(Json.text(json, token, "\"id\""));
        case "parameters" -> Json.skipObject(json, token, "\"parameters\"");
        case "inputs" -> inputs = inputs(json, token);
        case "outputs" -> outputs = outputs(json, token);
        default -> json.skipChildren();
      }
    }
    Json.expectEnd(json);
    if (inputs.isEmpty()) {
      throw RefusedException.badRequest("\"inputs\" is missing or empty");
    }
    return new InferRequest(id, inputs, outputs);
  }

  private static List<Tensor> inputs(JsonParser json, JsonToken token) throws IOException {
    expectArray(token, "\"inputs\"");
    List<Tensor> inputs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Tensor tensor = Tensor.read(json, inputs.size());
      if (!names.add(tensor.name())) {
        throw RefusedException.badRequest(
            "input " + Nearest.quote(tensor.name()) + " stands twice");
      }
      inputs.add(tensor);
    }
    return inputs;
  }

  private static List<String> outputs(JsonParser json, JsonToken token) throws IOException {
    expectArray(token, "\"outputs\"");
    List<String> outputs = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      outputs.add(output(json, outputs.size()));
    }
    return outputs;
  }

  private static String output(JsonParser json, int index) throws IOException {
    String found = null;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw RefusedException.badRequest("output " + index + ": expected an object");
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      if (name.equals("name")) {
        found = Json.text(json, token, "output " + index + ": \"name\"");
      } else {
        json.skipChildren();
      }
    }
    if (found == null) {
      throw RefusedException.badRequest("output " + index + ": \"name\" is missing");
    }
    return found;
  }

  private static void expectArray(JsonToken token, String what) {
    if (token != JsonToken.START_ARRAY) {
      throw RefusedException.badRequest(what + " must be an array");
    }
  }
}
