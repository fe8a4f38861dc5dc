package dev.millrace.ml.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Learner;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * State that an earlier build wrote is still read, and written as today's build writes it. The
 * files under {@code golden/1} are of learners with default options that have learned 40 rows of
 * three features; those under {@code golden/2} are of the learners whose layout changed since: the
 * same state, in the newer layout.
 */
class GoldenStateTest {
  private static Optional<byte[]> golden(int layout, String name) throws IOException {
    String file = "/golden/" + layout + "/" + name;
    try (InputStream in = GoldenStateTest.class.getResourceAsStream(file)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    }
  }

  @Test
  void shouldReadTheStateOfEveryLearner() throws IOException {
    for (String name : LearnerCatalog.names()) {
      byte[] first = golden(1, name).orElseThrow(() -> new AssertionError("no golden " + name));
      byte[] newest = golden(2, name).orElse(first);
      assertWritten(newest, name, first);
      assertWritten(newest, name, newest);
    }
  }

  private static void assertWritten(byte[] expected, String name, byte[] stored) {
    Learner<?> learner = LearnerCatalog.restore(StateReader.of(name, stored));
    assertEquals(name, learner.kind());
    assertEquals(40, learner.rowsLearned());
    StateWriter out = new StateWriter();
    learner.save(out);
    assertArrayEquals(expected, out.toBytes(), name);
  }
}
