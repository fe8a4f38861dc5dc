package dev.millrace.ml.model;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointInfo;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.ml.Learner;
import dev.millrace.ml.Model;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.metric.Metrics;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.ServedModel;
import dev.millrace.ml.serve.VersionArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The versions of a pipeline's models, as its checkpoint directory holds them.
 *
 * <pre>{@code
 * ModelVersions versions = ModelVersions.open(Path.of("state/fraud"));
 * for (ModelVersion version : versions.list()) { … }
 * StoredModel champion = versions.load("champion", 41);
 * versions.pin(41);         // retention leaves it alone
 * versions.rollBack(41);    // the pipeline goes on from there when it is next started
 * }</pre>
 *
 * <p>A model is called after its learner; where several learning streams of the pipeline have one
 * of that name, {@code stream.learner}. How many versions are kept is {@link
 * dev.millrace.core.StreamingConfig#retainCheckpoints}, and all that are pinned beside them.
 *
 * <p>Reading and pinning work while the pipeline runs, in this process or another. Thread-safe:
 * nothing is kept in memory.
 */
public final class ModelVersions {
  private final CheckpointStore store;

  private ModelVersions(CheckpointStore store) {
    this.store = store;
  }

  /**
   * @throws CheckpointException when there is no such directory
   */
  public static ModelVersions open(Path checkpointDirectory) {
    return new ModelVersions(CheckpointStore.open(checkpointDirectory));
  }

  /** Wherever else the checkpoints are. */
  public static ModelVersions open(CheckpointStore store) {
    return new ModelVersions(store);
  }

  /** All versions, oldest first; damaged ones say so. */
  public List<ModelVersion> list() {
    List<ModelVersion> versions = new ArrayList<>();
    for (CheckpointInfo info : store.list()) {
      versions.add(version(info));
    }
    return versions;
  }

  private ModelVersion version(CheckpointInfo info) {
    try {
      List<ModelVersion.Summary> models = new ArrayList<>();
      StoredLearner.allOf(store.read(info.batchId()))
          .forEach((name, learner) -> models.add(learner.summary(name)));
      return new ModelVersion(
          info.batchId(), info.batchTime(), info.pinned(), models, Optional.empty());
    } catch (CheckpointException e) {
      return new ModelVersion(
          info.batchId(), info.batchTime(), info.pinned(), List.of(), Optional.of(e.getMessage()));
    }
  }

  /** The newest version that can be read; empty if there is none. */
  public Optional<Long> newest() {
    return store.newest().map(Checkpoint::batchId);
  }

  /** The names of the models in the newest version. */
  public List<String> names() {
    return store
        .newest()
        .map(checkpoint -> List.copyOf(StoredLearner.allOf(checkpoint).keySet()))
        .orElse(List.of());
  }

  /**
   * The names of the models in a version.
   *
   * @throws CheckpointException when there is no such version, or it is damaged
   */
  public List<String> names(long version) {
    return List.copyOf(StoredLearner.allOf(store.read(version)).keySet());
  }

  /**
   * Loads a model.
   *
   * @throws CheckpointException when there is no such version or model, naming those there are, or
   *     the version is damaged, or its kind of learner is not known here
   */
  public StoredModel load(String name, long version) {
    Map<String, StoredLearner> learners = StoredLearner.allOf(store.read(version));
    StoredLearner stored = learners.get(name);
    if (stored == null) {
      throw new CheckpointException(
          "version " + version + " has no model '" + name + "'; it has " + learners.keySet());
    }
    Learner<?> learner = LearnerCatalog.restore(stored.state().get("learner"));
    Model model = learner.model();
    return new StoredModel(
        name,
        new Predictor.Version<>(model, version, stored.schema(), stored.threshold()),
        learner,
        figures(model, stored.state()));
  }

  private static Map<String, Double> figures(Model model, StateReader state) {
    if (!state.has("figures")) {
      return Map.of();
    }
    Metrics metrics = Metrics.of(model);
    metrics.restore(state.get("figures").get("total"));
    return metrics.values();
  }

  /** How a model changed from one version to another. */
  public ModelComparison compare(String name, long before, long after) {
    return compare(name, before, this, after);
  }

  /** How a model changed from one version to another that is kept elsewhere. */
  public ModelComparison compare(String name, long before, ModelVersions others, long after) {
    StoredModel one = load(name, before);
    StoredModel other = others.load(name, after);
    return new ModelComparison(
        name,
        before,
        after,
        Difference.between(one.figures(), other.figures()),
        Difference.between(one.parameters(), other.parameters()));
  }

  /** Keeps a version from being deleted as it gets old. */
  public void pin(long version) {
    store.pin(version);
  }

  /** Lets a version be deleted again, with the next commit, if it is old enough. */
  public void unpin(long version) {
    store.unpin(version);
  }

  /**
   * Makes a version the newest, by deleting the later ones: the pipeline, which must not be
   * running, goes on from there when it is next started. See {@link CheckpointStore#rollBack}.
   */
  public void rollBack(long version) {
    store.rollBack(version);
  }

  /** The versions of one model, for a server: those that can be read and have it. */
  public VersionArchive archive(String name) {
    return new CheckpointArchive(this, name);
  }

  /**
   * A model to be served as one version holds it, with the others beside it, taking rows by the
   * names of the features.
   *
   * @throws CheckpointException as {@link #load}
   */
  public ServedModel serve(String name, long version) {
    return PredictorModel.of(new Predictor<>(name, load(name, version).version()))
        .withArchive(archive(name));
  }
}
