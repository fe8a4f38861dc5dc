package dev.millrace.ml.linear;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.Arrays;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;

/**
 * The QR decomposition of all rows so far, brought up to date row by row with Givens rotations
 * (Gentleman 1973): R is upper triangular with {@code RᵀR = Σ discounted weight · row rowᵀ}, and
 * the right-hand side is {@code Qᵀ y}. Solving {@code R c = Qᵀ y} gives the least-squares solution
 * with the accuracy of a QR decomposition of the whole matrix: the square of the condition number
 * never comes in, as it does where the inverse covariance is updated.
 *
 * <p>A column that depends on those before it, up to rounding, keeps a diagonal of (nearly) zero
 * and takes no part: what a row has to say about the columns behind it is passed on to them.
 */
final class Triangle {
  /** A diagonal below this share of its column's norm: the column depends on those before it. */
  private static final double DEPENDENT = 1e-10;

  private final int size;
  private final double[] upper;
  private final double[] right;
  private final double[] squaredNorms;
  private final double[] row;

  /**
   * @param size how many unknowns there are
   */
  Triangle(int size) {
    this.size = size;
    this.upper = new double[Math.multiplyExact(size, size)];
    this.right = new double[size];
    this.squaredNorms = new double[size];
    this.row = new double[size];
  }

  /** Gives an unknown a prior: a row of the given weight that says it is 0. */
  void prior(int unknown, double weight) {
    upper[unknown * size + unknown] = Math.sqrt(weight);
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
   * @param forgetting by how much all before it is discounted, within (0, 1]
   */
  void add(double target, double forgetting) {
    double root = Math.sqrt(forgetting);
    double left = target;
    for (int i = 0; i < size; i++) {
      squaredNorms[i] = forgetting * squaredNorms[i] + row[i] * row[i];
    }
    for (int i = 0; i < size; i++) {
      double diagonal = root * upper[i * size + i];
      double below = row[i];
      double square = diagonal * diagonal + below * below;
      if (square <= DEPENDENT * DEPENDENT * squaredNorms[i]) {
        turn(i, root, 0, 0, 1);
        right[i] *= root;
      } else {
        double length = Math.sqrt(square);
        double cosine = diagonal / length;
        double sine = below / length;
        turn(i, cosine * root, sine, -sine * root, cosine);
        double r = right[i];
        right[i] = cosine * root * r + sine * left;
        left = cosine * left - sine * root * r;
      }
    }
  }

  /** Replaces row i of R by a of itself plus b of the new row, that by c of row i plus d of it. */
  private void turn(int i, double a, double b, double c, double d) {
    int base = i * size;
    for (int j = i; j < size; j++) {
      double r = upper[base + j];
      double x = row[j];
      upper[base + j] = a * r + b * x;
      row[j] = c * r + d * x;
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
      double diagonal = upper[i * size + i];
      if (diagonal * diagonal <= DEPENDENT * DEPENDENT * squaredNorms[i]) {
        factors = factors == upper ? upper.clone() : factors;
        Arrays.fill(factors, i * size, (i + 1) * size, 0);
        factors[i * size + i] = 1;
        out[i] = 0;
      }
    }
    TriangularSolver_DDRM.solveU(factors, out, size);
  }

  void save(StateWriter out) {
    out.put("upper", upper).put("right", right).put("squaredNorms", squaredNorms);
  }

  void restore(StateReader in) {
    System.arraycopy(in.getDoubles("upper", upper.length), 0, upper, 0, upper.length);
    System.arraycopy(in.getDoubles("right", size), 0, right, 0, size);
    System.arraycopy(in.getDoubles("squaredNorms", size), 0, squaredNorms, 0, size);
  }
}
