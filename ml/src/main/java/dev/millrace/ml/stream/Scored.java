package dev.millrace.ml.stream;

import java.io.Serializable;
import java.util.List;

/**
 * A row and what the learners predicted for it before they learned from it. A view of its batch:
 * holding one keeps its batch's predictions in memory. Immutable; serialized, it takes its own
 * row's predictions along.
 */
public final class Scored<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // can be serialized where the user's rows can
  private final T row;

  private final ScoredBlock block;
  private final int index;

  Scored(T row, ScoredBlock block, int index) {
    this.row = row;
    this.block = block;
    this.index = index;
  }

  /** The row as it came. */
  public T row() {
    return row;
  }

  /**
   * The version of the models that predicted: the newest one that was committed. Where each row is
   * evaluated by what was learned from all rows before it, the newest version that was part of it.
   */
  public long modelVersion() {
    return block.version();
  }

  public boolean hasLabel() {
    return !Double.isNaN(label());
  }

  /** The number to be met, or the index of the class; NaN if the row has none. */
  public double label() {
    return block.labels()[index];
  }

  /** The label's class; empty if the row has no label. */
  public String labelClass() {
    return hasLabel() ? block.classes().get((int) label()) : "";
  }

  /** The learners' names, in the order in which they were added. */
  public List<String> learners() {
    return block.learners();
  }

  /** The first number that the first learner predicted: a probability, an estimate. */
  public double output() {
    return block.outputs()[0][index * block.widths()[0]];
  }

  /** The first number that a learner predicted. */
  public double output(String learner) {
    int i = learner(learner);
    return block.outputs()[i][index * block.widths()[i]];
  }

  /** All numbers that a learner predicted; a copy. */
  public double[] outputs(String learner) {
    int i = learner(learner);
    int width = block.widths()[i];
    double[] numbers = new double[width];
    System.arraycopy(block.outputs()[i], index * width, numbers, 0, width);
    return numbers;
  }

  /** The index of the class that the first learner decided for. */
  public int decided() {
    return block.decided()[0][index];
  }

  /** The index of the class that a learner decided for. */
  public int decided(String learner) {
    return block.decided()[learner(learner)][index];
  }

  /** The class that the first learner decided for. */
  public String decidedClass() {
    return block.classes().get(decided());
  }

  /** The class that a learner decided for. */
  public String decidedClass(String learner) {
    return block.classes().get(decided(learner));
  }

  private int learner(String name) {
    int index = block.learners().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no learner '" + name + "'; there are " + String.join(", ", block.learners()));
    }
    return index;
  }

  @Override
  public String toString() {
    return row + " -> " + output() + " (version " + modelVersion() + ")";
  }

  private Object writeReplace() {
    return block.rows() == 1 ? this : new Scored<>(row, block.only(index), 0);
  }
}
