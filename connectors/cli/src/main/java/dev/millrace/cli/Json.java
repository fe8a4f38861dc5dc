package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** What {@code --json} prints: one object on one line. */
final class Json {
  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Puts a number; JSON has no NaN and no infinity, so those become null. */
  static void put(ObjectNode object, String name, double value) {
    if (Double.isFinite(value)) {
      object.put(name, value);
    } else {
      object.putNull(name);
    }
  }

  /** Puts what a clock has measured: of more digits than these nobody can make use. */
  static void putRounded(ObjectNode object, String name, double value, int decimals) {
    double scale = Math.pow(10, decimals);
    put(object, name, Double.isFinite(value) ? Math.rint(value * scale) / scale : value);
  }

  static void print(PrintWriter out, JsonNode value) {
    out.println(value);
    out.flush();
  }
}
