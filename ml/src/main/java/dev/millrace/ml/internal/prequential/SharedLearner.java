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
import java.util.Optional;

/**
 * A learner as of the batch before, for tasks to read. Within one JVM it is the driver's own
 * learner; when serialized it becomes the bytes of its state, of which {@link LearnerCatalog} makes
 * a learner again where the rows are.
 */
final class SharedLearner implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double[] NOTHING = {};

  private final transient String name;
  private final transient MergeableLearner<?, ?> learner;
  private final transient Optional<Model> model;

  /** Made when first asked for; a batch's tasks may be sent several times. */
  private transient Travelling travelling;

  /**
   * @param model what rows are predicted with before they are learned; empty if they are not
   */
  SharedLearner(String name, MergeableLearner<?, ?> learner, Optional<Model> model) {
    this.name = name;
    this.learner = learner;
    this.model = model;
  }

  /** Predicts and sums up one partition; changes neither the learner nor the block. */
  Partial run(InstanceBlock block) {
    try {
      return run(learner, block);
    } catch (LearnerException e) {
      return new Partial.Failed(e);
    }
  }

  private <A> Partial run(MergeableLearner<?, A> own, InstanceBlock block) {
    double[] outputs = NOTHING;
    if (model.isPresent()) {
      outputs = new double[block.rows() * model.get().outputs()];
      model.get().predict(block, outputs);
    }
    A sum = own.accumulator(block.features());
    own.accumulate(sum, block);
    return new Partial.Done(outputs, PartialSum.of(own, sum));
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
      travelling = new Travelling(name, out.toBytes(), model.isPresent());
    }
    return travelling;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Travelling(String name, byte[] state, boolean predicts) implements Serializable {
    private Object readResolve() {
      MergeableLearner<?, ?> learner =
          (MergeableLearner<?, ?>) LearnerCatalog.restore(StateReader.of(name, state));
      return new SharedLearner(
          name, learner, predicts ? Optional.of(learner.model()) : Optional.empty());
    }
  }
}
