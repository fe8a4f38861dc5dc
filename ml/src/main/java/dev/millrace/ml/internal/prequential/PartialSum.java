package dev.millrace.ml.internal.prequential;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.MergeableLearner;
import java.io.Serializable;

/**
 * An accumulator on its way from a task to the driver. Within one JVM it is handed over as it is;
 * when serialized it becomes the bytes that its learner makes of it.
 */
sealed interface PartialSum extends Serializable {
  /** The accumulator, for a learner of equal state. */
  <A> A on(MergeableLearner<?, A> learner);

  /** What it takes, if it has travelled; 0 otherwise. */
  long bytesSent();

  static <A> PartialSum of(MergeableLearner<?, A> learner, A sum) {
    return new Here(learner, sum);
  }

  /** Is part of the sum of a partition before. */
  record Merged() implements PartialSum {
    @Override
    public <A> A on(MergeableLearner<?, A> learner) {
      throw new IllegalStateException("the sum is part of another");
    }

    @Override
    public long bytesSent() {
      return 0;
    }
  }

  /** In the JVM in which it was summed up. */
  final class Here implements PartialSum {
    private static final long serialVersionUID = 1L;

    private final transient MergeableLearner<?, ?> learner;
    private final transient Object sum;

    private Here(MergeableLearner<?, ?> learner, Object sum) {
      this.learner = learner;
      this.sum = sum;
    }

    @Override
    @SuppressWarnings("unchecked") // the learner is the one that made the sum
    public <A> A on(MergeableLearner<?, A> own) {
      return (A) sum;
    }

    @Override
    public long bytesSent() {
      return 0;
    }

    private Object writeReplace() {
      StateWriter out = new StateWriter();
      save(learner, out);
      return new Encoded(out.toBytes());
    }

    @SuppressWarnings("unchecked") // the learner is the one that made the sum
    private <A> void save(MergeableLearner<?, A> own, StateWriter out) {
      own.saveAccumulator((A) sum, out);
    }
  }

  /** In another JVM. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Encoded(byte[] bytes) implements PartialSum {
    @Override
    public <A> A on(MergeableLearner<?, A> learner) {
      return learner.restoreAccumulator(StateReader.of("accumulator", bytes));
    }

    @Override
    public long bytesSent() {
      return bytes.length;
    }
  }
}
