package dev.millrace.ml.cluster;

import dev.millrace.core.ConfigurationException;
import java.util.List;

/** Where k-means begins. Immutable. */
public sealed interface InitialCentres {
  /**
   * At centres that are known, in the features' own units.
   *
   * @param centres as many as there are clusters, all of the same width
   * @param weight how many rows each of them stands for, at least 0
   */
  record Given(List<List<Double>> centres, double weight) implements InitialCentres {
    public Given {
      centres = centres.stream().map(List::copyOf).toList();
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new ConfigurationException(
            "initial centres: weight must be finite and >= 0, got " + weight);
      }
      for (List<Double> centre : centres) {
        if (centre.size() != centres.get(0).size()) {
          throw new ConfigurationException(
              "initial centres differ in width: "
                  + centres.get(0).size()
                  + " and "
                  + centre.size());
        }
        if (centre.stream().anyMatch(value -> Double.isNaN(value) || Double.isInfinite(value))) {
          throw new ConfigurationException("initial centre is not finite: " + centre);
        }
      }
    }

    /** Each centre stands for one row. */
    public Given(List<List<Double>> centres) {
      this(centres, 1);
    }
  }

  /**
   * At rows drawn at random, without repetition, from the first ones.
   *
   * @param rows from how many to draw; at least as many as there are clusters are waited for
   */
  record RandomRows(int rows) implements InitialCentres {
    public RandomRows {
      atLeastOne(rows);
    }
  }

  /**
   * At rows drawn from the first ones by k-means++: each with a probability in proportion to its
   * squared distance from the centres drawn before it (Arthur and Vassilvitskii 2007).
   *
   * @param rows from how many to draw; at least as many as there are clusters are waited for
   */
  record PlusPlus(int rows) implements InitialCentres {
    public PlusPlus {
      atLeastOne(rows);
    }
  }

  private static void atLeastOne(int rows) {
    if (rows < 1) {
      throw new ConfigurationException("initial centres: rows must be >= 1, got " + rows);
    }
  }
}
