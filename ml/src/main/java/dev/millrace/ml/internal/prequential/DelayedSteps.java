package dev.millrace.ml.internal.prequential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts questions and answers, in the order in which they come, into as few steps as it takes. */
public final class DelayedSteps {
  private final int features;
  private final boolean sparse;
  private final List<DelayedStep> steps = new ArrayList<>();
  private final List<KeptRow> rows = new ArrayList<>();
  private final List<KeptPrediction> predictions = new ArrayList<>();
  private double[] labels = new double[16];
  private boolean answers;

  /**
   * @param features how many features rows have
   * @param sparse whether they are out of sparse blocks
   */
  public DelayedSteps(int features, boolean sparse) {
    this.features = features;
    this.sparse = sparse;
  }

  /**
   * A row comes.
   *
   * @param prediction takes what is predicted
   */
  public void ask(KeptRow row, KeptPrediction prediction) {
    add(false, row, prediction, Double.NaN);
  }

  /**
   * The label of a row comes.
   *
   * @param prediction what was predicted, by the time that the step is taken
   */
  public void answer(KeptRow row, KeptPrediction prediction, double label) {
    add(true, row, prediction, label);
  }

  private void add(boolean answer, KeptRow row, KeptPrediction prediction, double label) {
    if (answer != answers) {
      endStep();
      answers = answer;
    }
    if (rows.size() == labels.length) {
      labels = Arrays.copyOf(labels, 2 * labels.length);
    }
    labels[rows.size()] = label;
    rows.add(row);
    predictions.add(prediction);
  }

  private void endStep() {
    if (rows.isEmpty()) {
      return;
    }
    var block = KeptRow.block(rows, Arrays.copyOf(labels, rows.size()), features, sparse);
    List<KeptPrediction> kept = List.copyOf(predictions);
    steps.add(
        answers ? new DelayedStep.Answers(block, kept) : new DelayedStep.Questions(block, kept));
    rows.clear();
    predictions.clear();
  }

  /** Everything so far, in order; ends the building. */
  public List<DelayedStep> steps() {
    endStep();
    return steps;
  }
}
