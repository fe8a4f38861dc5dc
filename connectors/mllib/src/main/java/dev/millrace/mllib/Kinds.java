package dev.millrace.mllib;

import dev.millrace.ml.Classifier;
import dev.millrace.ml.Clusterer;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.ProbabilisticClassifier;
import dev.millrace.ml.Regressor;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** What a model of MLlib can be in Millrace. */
final class Kinds {
  private Kinds() {}

  /** A model that was damaged may give anything, and Spark's arrays do not check indices. */
  private static void require(boolean holds, String expected) {
    if (!holds) {
      throw new LearnerException("MLlib model: expected " + expected + ", got something else");
    }
  }

  /** Computed: an array of probabilities. */
  static final class Probabilities extends RowModel implements ProbabilisticClassifier {
    private static final long serialVersionUID = 1L;

    private final int classes;

    Probabilities(RowFunction function, int features, Map<String, Double> learned, int classes) {
      super(function, features, learned);
      this.classes = classes;
    }

    @Override
    public int classes() {
      return classes;
    }

    @Override
    void read(InternalRow computed, double[] out, int at) {
      ArrayData probabilities = computed.getArray(0);
      require(probabilities.numElements() == classes, "probabilities of all classes");
      if (classes == 2) {
        out[at] = probabilities.getDouble(1);
      } else {
        for (int k = 0; k < classes; k++) {
          out[at + k] = probabilities.getDouble(k);
        }
      }
    }
  }

  /** Computed: the index of a class. The score is 1 for that class and 0 for others. */
  static final class Decisions extends RowModel implements Classifier {
    private static final long serialVersionUID = 1L;

    private final int classes;

    Decisions(RowFunction function, int features, Map<String, Double> learned, int classes) {
      super(function, features, learned);
      this.classes = classes;
    }

    @Override
    public int classes() {
      return classes;
    }

    @Override
    void read(InternalRow computed, double[] out, int at) {
      int decided = (int) computed.getDouble(0);
      require(decided >= 0 && decided < classes, "one of its classes");
      if (classes == 2) {
        out[at] = decided;
      } else {
        Arrays.fill(out, at, at + classes, 0);
        out[at + decided] = 1;
      }
    }
  }

  /** Computed: a number. */
  static final class Numbers extends RowModel implements Regressor {
    private static final long serialVersionUID = 1L;

    Numbers(RowFunction function, int features, Map<String, Double> learned) {
      super(function, features, learned);
    }

    @Override
    public double predict(double[] x, int offset) {
      double[] out = new double[1];
      predict(x, offset, out);
      return out[0];
    }

    @Override
    void read(InternalRow computed, double[] out, int at) {
      out[at] = computed.getDouble(0);
    }
  }

  /** Computed: the index of a cluster, and the vector that the last stage was given. */
  static final class Clusters extends RowModel implements Clusterer {
    private static final long serialVersionUID = 1L;

    private final double[][] centres;

    Clusters(RowFunction function, int features, Map<String, Double> learned, double[][] centres) {
      super(function, features, learned);
      this.centres = centres;
    }

    @Override
    public int clusters() {
      return centres.length;
    }

    @Override
    void read(InternalRow computed, double[] out, int at) {
      int cluster = computed.getInt(0);
      ArrayData x = computed.getArray(1);
      require(cluster >= 0 && cluster < centres.length, "one of its clusters");
      require(x.numElements() == centres[cluster].length, "a row as wide as the centres");
      double distance = 0;
      for (int j = 0; j < centres[cluster].length; j++) {
        double difference = x.getDouble(j) - centres[cluster][j];
        distance += difference * difference;
      }
      out[at] = cluster;
      out[at + 1] = distance;
    }
  }
}
