package dev.millrace.ml.linear;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.Arrays;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;

/**
 * The QR decomposition of all rows so far, brought up to date row by row with Givens rotations in
 * Gentleman's form, which takes no square roots (Gentleman 1973; Miller 1992, algorithm AS 274):
 * {@code UᵀDU = Σ discounted weight · row rowᵀ} with a diagonal D and an upper triangle U of unit
 * diagonal. Solving {@code U c = right} gives the least-squares solution with the accuracy of a QR
 * decomposition of the whole matrix: the square of the condition number never comes in, as it does
 * where the inverse covariance is updated. Discounting touches D only.
 *
 * <p>A column that depends on those before it, up to rounding, has an element of D of (nearly) zero
 * and takes no part: what a row has to say about the columns behind it is passed on to them.
 */
final class Triangle {
  /** A column whose squared rest is below this share of its squared norm depends on others. */
  private static final double DEPENDENT = 1e-20;

  private final int size;
  private final double[] diagonal;
  private final double[] upper;
  private final double[] right;
  private final double[] squaredNorms;
  private final double[] row;

  /**
   * @param size how many unknowns there are
   */
  Triangle(int size) {
    this.size = size;
    this.diagonal = new double[size];
    this.upper = new double[Math.multiplyExact(size, size)];
    this.right = new double[size];
    this.squaredNorms = new double[size];
    this.row = new double[size];
    for (int i = 0; i < size; i++) {
      upper[i * size + i] = 1;
    }
  }

  /** Gives an unknown a prior: a row of the given weight that says it is 0. */
  void prior(int unknown, double weight) {
    diagonal[unknown] = weight;
    squaredNorms[unknown] = weight;
  }

  /** The factors of the row to be added next, to be filled; the add overwrites them. */
  double[] row() {
    return row;
  }

  /**
   * Adds the row.
   *
   * @param target what the factors times the unknowns should give
   * @param weight of the row
   * @param forgetting by how much all before it is discounted, within (0, 1]
   */
  void add(double target, double weight, double forgetting) {
    for (int i = 0; i < size; i++) {
      squaredNorms[i] = forgetting * squaredNorms[i] + weight * (row[i] * row[i]);
      diagonal[i] *= forgetting;
    }
    double left = target;
    double leftWeight = weight;
    for (int i = 0; i < size; i++) {
      double x = row[i];
      double sum = diagonal[i] + leftWeight * x * x;
      if (x == 0 || sum <= DEPENDENT * squaredNorms[i]) {
        continue;
      }
      double cosine = diagonal[i] / sum;
      double sine = leftWeight * x / sum;
      diagonal[i] = sum;
      leftWeight *= cosine;
      turn(i, x, cosine, sine);
      double r = right[i];
      right[i] = cosine * r + sine * left;
      left -= x * r;
      if (leftWeight == 0) {
        return;
      }
    }
  }

  private void turn(int i, double x, double cosine, double sine) {
    int base = i * size;
    for (int j = i + 1; j < size; j++) {
      double u = upper[base + j];
      double v = row[j];
      upper[base + j] = cosine * u + sine * v;
      row[j] = v - x * u;
    }
  }

  /**
   * Solves for the unknowns; one that takes no part is 0.
   *
   * @param out takes them
   */
  void solve(double[] out) {
    System.arraycopy(right, 0, out, 0, size);
    double[] factors = upper;
    for (int i = 0; i < size; i++) {
      if (diagonal[i] <= DEPENDENT * squaredNorms[i]) {
        factors = factors == upper ? upper.clone() : factors;
        Arrays.fill(factors, i * size + i + 1, (i + 1) * size, 0);
        out[i] = 0;
      }
    }
    TriangularSolver_DDRM.solveU(factors, out, size);
  }

  void save(StateWriter out) {
    out.put("diagonal", diagonal)
        .put("upper", upper)
        .put("right", right)
        .put("squaredNorms", squaredNorms);
  }

  /** How many unknowns what {@link #save} wrote has; at least one, and it has all of them. */
  static int storedSize(StateReader in) {
    int size = in.getDoubles("diagonal").length;
    int numbers = in.getDoubles("upper").length;
    if (size == 0 || (long) size * size != numbers) {
      throw new CheckpointException(
          "state of '" + in.part() + "': " + size + " unknowns, but a triangle of " + numbers);
    }
    return size;
  }

  void restore(StateReader in) {
    System.arraycopy(in.getDoubles("diagonal", size), 0, diagonal, 0, size);
    System.arraycopy(in.getDoubles("upper", upper.length), 0, upper, 0, upper.length);
    System.arraycopy(in.getDoubles("right", size), 0, right, 0, size);
    System.arraycopy(in.getDoubles("squaredNorms", size), 0, squaredNorms, 0, size);
  }
}
