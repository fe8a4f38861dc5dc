package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The state of a learning stream, with learners, figures, features and thresholds, damaged. */
class LearningStateFuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");

  @Test
  void shouldGoOnFromStateOfAnyContentOrRefuseIt() throws IOException {
    Fuzz.StateTarget target = in -> GoldenLearningStateTest.processor().restore(in);
    Fuzz.Result result =
        Fuzz.ofState("learning-stream", target, List.of(GoldenLearningStateTest.golden()))
            .withTokens("\"count\":", "\"rows\":", "\"runs\":", "1e300", "null", "{}", "[]")
            .withMemory(8 << 20, 256)
            .withRefusal(RuntimeException.class) // which the runtime passes on, naming the stream
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }
}
