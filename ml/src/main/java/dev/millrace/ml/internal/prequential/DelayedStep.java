package dev.millrace.ml.internal.prequential;

import dev.millrace.ml.instance.InstanceBlock;
import java.util.List;

/** What is done next with some rows, where labels come later than the rows that they are of. */
public sealed interface DelayedStep {
  /** The rows, in order. */
  InstanceBlock block();

  /** By row: written when it is asked for, read when the label is there. */
  List<KeptPrediction> predictions();

  /** Rows that came: they are predicted. */
  record Questions(InstanceBlock block, List<KeptPrediction> predictions) implements DelayedStep {}

  /** Rows whose labels came: what was predicted is scored, then they are learned from. */
  record Answers(InstanceBlock block, List<KeptPrediction> predictions) implements DelayedStep {}
}
