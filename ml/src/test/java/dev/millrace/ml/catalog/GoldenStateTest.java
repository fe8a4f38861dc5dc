package dev.millrace.ml.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Learner;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/**
 * State that an earlier build wrote is still read, and written as it was. The files under {@code
 * golden/1} are of learners with default options that have learned 40 rows of three features; a
 * change of layout gets files of its own and goes on reading these.
 */
class GoldenStateTest {
  private static byte[] golden(String name) throws IOException {
    try (InputStream in = GoldenStateTest.class.getResourceAsStream("/golden/1/" + name)) {
      assertNotNull(in, "no golden state of " + name);
      return in.readAllBytes();
    }
  }

  @Test
  void shouldReadTheStateOfEveryLearner() throws IOException {
    for (String name : LearnerCatalog.names()) {
      byte[] stored = golden(name);
      Learner<?> learner = LearnerCatalog.restore(StateReader.of(name, stored));
      assertEquals(name, learner.kind());
      assertEquals(40, learner.rowsLearned());
      StateWriter out = new StateWriter();
      learner.save(out);
      assertArrayEquals(stored, out.toBytes(), name);
    }
  }
}
