package dev.millrace.spark;

import dev.millrace.core.source.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.util.AccumulatorV2;

/**
 * Carries dead letters to the driver. Spark merges what successful tasks give, some of it more than
 * once when tasks of a shuffle are run again; a set makes that harmless.
 */
final class DeadLetters extends AccumulatorV2<LetterBox, List<LetterBox>> {
  private static final long serialVersionUID = 1L;

  private final TreeSet<LetterBox> boxes = new TreeSet<>();

  @Override
  public synchronized boolean isZero() {
    return boxes.isEmpty();
  }

  @Override
  public synchronized DeadLetters copy() {
    DeadLetters copy = new DeadLetters();
    copy.boxes.addAll(boxes);
    return copy;
  }

  @Override
  public synchronized void reset() {
    boxes.clear();
  }

  @Override
  public synchronized void add(LetterBox box) {
    boxes.add(box);
  }

  @Override
  public void merge(AccumulatorV2<LetterBox, List<LetterBox>> other) {
    List<LetterBox> others = other.value();
    synchronized (this) {
      boxes.addAll(others);
    }
  }

  @Override
  public synchronized List<LetterBox> value() {
    return List.copyOf(boxes);
  }

  /** In the order of the passes and their partitions. */
  List<DeadLetter> since(long firstPass) {
    List<DeadLetter> letters = new ArrayList<>();
    for (LetterBox box : value()) {
      if (box.pass() >= firstPass) {
        letters.addAll(box.letters());
      }
    }
    return letters;
  }
}
