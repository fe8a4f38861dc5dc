package dev.millrace.ml.internal.prequential;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.MergeableLearner;
import dev.millrace.ml.Model;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.instance.InstanceBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A learner as of the batch before, for tasks to read. Within one JVM it is the driver's own
 * learner; when serialized it becomes the bytes of its state, of which {@link LearnerCatalog} makes
 * a learner again where the rows are.
 */
final class SharedLearner implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient String name;
  private final transient MergeableLearner<?, ?> learner;
  private final transient Optional<Model> model;
  private final transient boolean learns;

  /** Made when first asked for; a batch's tasks may be sent several times. */
  private transient Travelling travelling;

  /**
   * @param model what rows are predicted with before they are learned; empty if they are not
   * @param learns whether rows are summed up to be learned
   */
  SharedLearner(
      String name, MergeableLearner<?, ?> learner, Optional<Model> model, boolean learns) {
    this.name = name;
    this.learner = learner;
    this.model = model;
    this.learns = learns;
  }

  /** Begins with a partition; changes neither the learner nor the partition's blocks. */
  Summing<?> begin() {
    return new Summing<>(learner, model, learns);
  }

  /**
   * Has the sums of partitions that follow each other as one, in the first of them. Leaves them be
   * if one was refused, which the driver is to hear of.
   */
  List<Partial> merge(List<Partial> partials) {
    return merge(learner, partials);
  }

  private static <A> List<Partial> merge(MergeableLearner<?, A> learner, List<Partial> partials) {
    List<A> sums = new ArrayList<>();
    for (Partial partial : partials) {
      if (!(partial instanceof Partial.Done done)) {
        return partials;
      }
      sums.add(done.sum().on(learner));
    }
    PartialSum whole = PartialSum.of(learner, learner.mergeAll(sums));
    List<Partial> merged = new ArrayList<>();
    for (Partial partial : partials) {
      PartialSum sum = merged.isEmpty() ? whole : new PartialSum.Merged();
      merged.add(((Partial.Done) partial).with(sum));
    }
    return merged;
  }

  /** One partition, piece by piece. Used by one thread. */
  static final class Summing<A> {
    private final MergeableLearner<?, A> learner;
    private final Optional<Model> model;
    private final boolean learns;
    private final List<double[]> outputs = new ArrayList<>();
    private A sum;
    private LearnerException failure;

    private Summing(MergeableLearner<?, A> learner, Optional<Model> model, boolean learns) {
      this.learner = learner;
      this.model = model;
      this.learns = learns;
    }

    /** Predicts and sums up; what comes after a block that was refused is not looked at. */
    void add(InstanceBlock piece) {
      if (failure == null) {
        try {
          model.ifPresent(known -> predict(known, piece));
          if (learns) {
            sumUp(piece);
          }
        } catch (LearnerException e) {
          failure = e;
        }
      }
    }

    private void sumUp(InstanceBlock piece) {
      if (sum == null) {
        sum = learner.accumulator(piece.features());
      }
      learner.accumulate(sum, piece);
    }

    private void predict(Model known, InstanceBlock piece) {
      double[] out = new double[piece.rows() * known.outputs()];
      known.predict(piece, out);
      outputs.add(out);
    }

    /** What has come of the partition, of which at least one piece was added. */
    Partial end() {
      if (failure != null) {
        return new Partial.Failed(failure);
      }
      double[] all =
          outputs.size() == 1
              ? outputs.get(0)
              : outputs.stream().flatMapToDouble(Arrays::stream).toArray();
      return learns
          ? new Partial.Done(all, PartialSum.of(learner, sum))
          : new Partial.Predicted(all);
    }
  }

  private synchronized Object writeReplace() {
    if (travelling == null) {
      if (!LearnerCatalog.names().contains(learner.kind())) {
        throw new ConfigurationException(
            "learner '"
                + name
                + "' cannot be sent to where its rows are: the LearnerCatalog knows no '"
                + learner.kind()
                + "' to be made of the state that is sent; provide a LearnerType for it");
      }
      StateWriter out = new StateWriter();
      learner.save(out);
      travelling = new Travelling(name, out.toBytes(), model.isPresent(), learns);
    }
    return travelling;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Travelling(String name, byte[] state, boolean predicts, boolean learns)
      implements Serializable {
    private Object readResolve() {
      MergeableLearner<?, ?> learner =
          (MergeableLearner<?, ?>) LearnerCatalog.restore(StateReader.of(name, state));
      return new SharedLearner(
          name, learner, predicts ? Optional.of(learner.model()) : Optional.empty(), learns);
    }
  }
}
