package dev.millrace.ml.catalog;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.testing.Fuzz;
import dev.millrace.ml.Learner;
import dev.millrace.ml.Model;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** State of learners, damaged: it is refused, or what was learned can be gone on with. */
class LearnerFuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final DenseBlock ROWS =
      new DenseBlock(
          2, 3, new double[] {1, 2, 3, -1, 0, 5}, new double[] {1, 0}, new double[] {1, 1});

  /** Of every learner, in every layout. */
  private static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String layout : List.of("1", "2")) {
      for (String name : LearnerCatalog.names()) {
        Path file = GOLDEN.resolve(layout).resolve(name);
        if (Files.exists(file)) {
          seeds.add(Files.readAllBytes(file));
        }
      }
    }
    return seeds;
  }

  private static void goOn(StateReader in) {
    Learner<?> learner = LearnerCatalog.restore(in);
    predict(learner.model());
    learner.learn(ROWS);
    predict(learner.model());
  }

  private static void predict(Model model) {
    model.predict(ROWS, new double[ROWS.rows() * model.outputs()]);
  }

  @Test
  void shouldGoOnFromStateOfAnyContentOrRefuseIt() throws IOException {
    Fuzz.Result result =
        Fuzz.ofState("learner", LearnerFuzzTest::goOn, seeds())
            .withTokens("\"features\":", "\"count\":", "\"rows\":", "1e300", "null", "{}", "[")
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  @Test
  void shouldMakeALearnerOfAnyTextOrSayWhyNot() {
    Schema schema = new Schema(List.of("a", "b"), List.of("no", "yes"), false);
    List<byte[]> seeds = new ArrayList<>();
    List<String> tokens = new ArrayList<>(List.of(",", ":", "=", "1e999", "-1", "2147483647"));
    for (LearnerType type : LearnerCatalog.types()) {
      for (LearnerType.Option option : type.options()) {
        tokens.add(option.name() + "=");
      }
      seeds.add(type.name().getBytes(StandardCharsets.UTF_8));
    }
    seeds.add("logistic-regression:learningRate=0.005,l2=1e-4".getBytes(StandardCharsets.UTF_8));
    Fuzz.of(
            "learner-text",
            input -> LearnerCatalog.create(new String(input, StandardCharsets.UTF_8), schema, 1),
            seeds)
        .withTokens(tokens.toArray(String[]::new))
        .run(CORPORA);
  }
}
