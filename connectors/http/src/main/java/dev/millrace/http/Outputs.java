package dev.millrace.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.serve.ServedModel;
import dev.millrace.ml.serve.ServedModel.Answers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;

/** What a model gives for a row, under the names that both protocols use. */
final class Outputs {
  /** The class decided, where a model tells classes apart. */
  static final String CLASS = "class";

  private static final String CLUSTER = "cluster";

  private Outputs() {}

  /** All names, the class first. */
  static List<String> names(ServedModel model) {
    List<String> names = new ArrayList<>();
    if (!model.schema().classes().isEmpty()) {
      names.add(CLASS);
    }
    names.addAll(model.outputs());
    return names;
  }

  static Datatype datatype(String name) {
    return switch (name) {
      case CLASS -> Datatype.BYTES;
      case CLUSTER -> Datatype.INT64;
      default -> Datatype.FP64;
    };
  }

  /** Writes number {@code output} of a row. */
  static void write(Answers answers, int row, int output, JsonGenerator out) throws IOException {
    double value = answers.values()[row * answers.names().size() + output];
    if (answers.names().get(output).equals(CLUSTER)) {
      out.writeNumber((long) value);
    } else {
      out.writeNumber(value);
    }
  }

  /** Refuses to answer what JSON cannot say. */
  static void requireFinite(Answers answers) {
    int width = answers.names().size();
    for (int i = 0; i < answers.values().length; i++) {
      if (!Double.isFinite(answers.values()[i])) {
        throw new RefusedException(
            HttpStatus.UNPROCESSABLE_ENTITY_422,
            "row "
                + i / width
                + ": the model's "
                + answers.names().get(i % width)
                + " is not finite; are the values far outside what it was trained on?");
      }
    }
  }
}
