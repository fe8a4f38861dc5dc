package dev.millrace.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * One input tensor of an inference request, checked: the data is of the datatype and fills the
 * shape.
 *
 * @param rows the first size of the shape
 * @param width the second size of the shape; 1 if it has one size only
 */
record Tensor(String name, Datatype datatype, int rows, int width, TensorData data) {

  /** The members of a tensor as they come, in any order. */
  private static final class Members {
    String name;
    String datatype;
    long[] shape;
    TensorData data;
  }

  /**
   * Reads one; the parser stands at its value.
   *
   * @param index where it stands among the inputs, for messages
   */
  static Tensor read(JsonParser json, int index) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw RefusedException.badRequest("input " + index + ": expected an object");
    }
    Members members = new Members();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      String where = "input " + (members.name == null ? index : Nearest.quote(members.name));
      switch (name) {
        case "name" -> members.name = Json.text(json, token, where + ": \"name\"");
        case "datatype" -> members.datatype = Json.text(json, token, where + ": \"datatype\"");
        case "shape" -> members.shape = shape(json, token, where);
        case "parameters" -> Json.skipObject(json, token, where + ": \"parameters\"");
        case "data" -> members.data = TensorData.read(json, where);
        default -> json.skipChildren();
      }
    }
    return checked(members, index);
  }

  private static long[] shape(JsonParser json, JsonToken token, String where) throws IOException {
    long[] sizes = new long[2];
    int count = 0;
    if (token != JsonToken.START_ARRAY) {
      throw RefusedException.badRequest(where + ": \"shape\" must be an array of sizes");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || count == sizes.length) {
        throw RefusedException.badRequest(where + ": \"shape\" must be one or two whole sizes");
      }
      sizes[count++] = json.getNumberType() == JsonParser.NumberType.INT ? json.getIntValue() : -1;
    }
    return Arrays.copyOf(sizes, count);
  }

  private static Tensor checked(Members members, int index) {
    if (members.name == null) {
      throw RefusedException.badRequest("input " + index + ": \"name\" is missing");
    }
    String where = "input " + Nearest.quote(members.name);
    if (members.datatype == null || members.shape == null || members.data == null) {
      String lacking =
          members.datatype == null ? "datatype" : members.shape == null ? "shape" : "data";
      throw RefusedException.badRequest(where + ": \"" + lacking + "\" is missing");
    }
    Datatype datatype =
        Datatype.of(members.datatype)
            .orElseThrow(
                () ->
                    RefusedException.badRequest(
                        where
                            + ": there is no datatype "
                            + Nearest.quote(members.datatype)
                            + "; there are "
                            + Arrays.toString(Datatype.values())));
    checkShape(members.shape, members.data, where);
    checkType(datatype, members.data, where);
    int width = members.shape.length == 2 ? (int) members.shape[1] : 1;
    return new Tensor(members.name, datatype, (int) members.shape[0], width, members.data);
  }

  private static void checkShape(long[] shape, TensorData data, String where) {
    String text = Arrays.toString(shape);
    if (shape.length == 0 || Arrays.stream(shape).anyMatch(size -> size < 1)) {
      throw RefusedException.badRequest(
          where + ": \"shape\" must be one or two sizes from 1 on, got " + text);
    }
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (elements != data.size()) {
      throw RefusedException.badRequest(
          where + ": shape " + text + " needs " + elements + " elements, got " + data.size());
    }
    if (data.inner() >= 0 && (shape.length != 2 || data.inner() != shape[1])) {
      throw RefusedException.badRequest(
          where + ": \"data\" is nested in arrays of " + data.inner() + ", unlike shape " + text);
    }
  }

  private static void checkType(Datatype datatype, TensorData data, String where) {
    if (data.isText() != (datatype == Datatype.BYTES)) {
      throw RefusedException.badRequest(
          where
              + ": datatype "
              + datatype
              + ", but the elements are "
              + (data.isText() ? "texts" : "numbers"));
    }
    for (int i = 0; !data.isText() && i < data.size(); i++) {
      if (!datatype.holds(data.numbers()[i])) {
        throw RefusedException.badRequest(
            where + ": element " + i + " is no " + datatype + ": " + data.numbers()[i]);
      }
    }
  }
}
