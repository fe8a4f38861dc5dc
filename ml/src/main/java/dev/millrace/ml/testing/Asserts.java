package dev.millrace.ml.testing;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Learner;
import dev.millrace.ml.Model;
import dev.millrace.ml.instance.InstanceBlock;
import java.util.Arrays;

/** Assertions that need no test framework. */
final class Asserts {
  private Asserts() {}

  static void that(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** Bit for bit. */
  static void equal(String what, double expected, double actual) {
    that(
        Double.doubleToLongBits(expected) == Double.doubleToLongBits(actual),
        what + ": expected " + expected + ", got " + actual);
  }

  /** Bit for bit. */
  static void equal(String what, double[] expected, double[] actual) {
    that(
        expected.length == actual.length,
        what + ": expected " + expected.length + " numbers, got " + actual.length);
    for (int i = 0; i < expected.length; i++) {
      equal(what + ", number " + i, expected[i], actual[i]);
    }
  }

  static byte[] state(Learner<?> learner) {
    StateWriter out = new StateWriter();
    learner.save(out);
    return out.toBytes();
  }

  static void equalState(String what, Learner<?> expected, Learner<?> actual) {
    that(Arrays.equals(state(expected), state(actual)), what + ": saved bytes differ");
  }

  /** The target after taking over the source's state. */
  static Learner<?> restored(Learner<?> source, Learner<?> target) {
    target.restore(StateReader.of("learner", state(source)));
    return target;
  }

  static double[] predictions(Model model, InstanceBlock block) {
    double[] out = new double[block.rows() * model.outputs()];
    model.predict(block, out);
    return out;
  }

  static void equalPredictions(String what, Model expected, Model actual, InstanceBlock block) {
    equal(what, predictions(expected, block), predictions(actual, block));
  }
}
