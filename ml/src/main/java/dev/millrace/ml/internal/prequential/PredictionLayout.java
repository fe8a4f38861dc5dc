package dev.millrace.ml.internal.prequential;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where in a {@link KeptPrediction} each learner's outputs are.
 *
 * @param learners their names, in order
 * @param widths how many numbers each predicts
 */
public record PredictionLayout(List<String> learners, List<Integer> widths) {
  public PredictionLayout {
    learners = List.copyOf(learners);
    widths = List.copyOf(widths);
  }

  /** Room for what nobody has predicted yet. */
  public KeptPrediction empty() {
    return KeptPrediction.empty(offset(widths.size()), learners.size());
  }

  /** Where a learner's outputs start. */
  public int offset(int learner) {
    int offset = 0;
    for (int i = 0; i < learner; i++) {
      offset += widths.get(i);
    }
    return offset;
  }

  /** A prediction of another layout in this one; learners that it lacks have not predicted. */
  public KeptPrediction translate(KeptPrediction other, PredictionLayout from) {
    if (equals(from)) {
      return other;
    }
    KeptPrediction translated = empty();
    for (int i = 0; i < learners.size(); i++) {
      int j = from.learners.indexOf(learners.get(i));
      if (j >= 0 && from.widths.get(j).equals(widths.get(i))) {
        System.arraycopy(
            other.outputs(), from.offset(j), translated.outputs(), offset(i), widths.get(i));
        translated.decided()[i] = other.decided()[j];
      }
    }
    return translated;
  }

  public void save(StateWriter out) {
    out.put("learners", learners)
        .put("widths", widths.stream().mapToInt(Integer::intValue).toArray());
  }

  /** What {@link #save} wrote. */
  public static PredictionLayout restored(StateReader in) {
    List<Integer> widths = new ArrayList<>();
    Arrays.stream(in.getInts("widths")).forEach(widths::add);
    return new PredictionLayout(in.getStrings("learners"), widths);
  }
}
