package dev.millrace.ml.serve;

import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A served model that can be rolled back: held at an older version, while the pipeline goes on to
 * learn, until it is released. What the training starts from when it is started again is not
 * touched; see {@link dev.millrace.ml.model.ModelVersions#rollBack} for that. Thread-safe; every
 * answer comes whole from one version.
 *
 * <pre>{@code
 * SwitchableModel champion =
 *     SwitchableModel.of(PredictorModel.of(predictor).withArchive(versions.archive("champion")));
 * champion.hold(41);   // callers that name no version get this one
 * champion.release();  // and now the newest again
 * }</pre>
 */
public final class SwitchableModel implements ServedModel {
  private final ServedModel model;
  private volatile Optional<ServedModel> held = Optional.empty();

  private SwitchableModel(ServedModel model) {
    this.model = model;
  }

  /**
   * @param model knows the versions that it can be held at
   */
  public static SwitchableModel of(ServedModel model) {
    return new SwitchableModel(model);
  }

  /**
   * Answers with a version from now on, also when it is deleted meanwhile.
   *
   * @throws RequestException if there is no such version, naming those there are
   */
  public void hold(long version) {
    held =
        Optional.of(
            model
                .version(version)
                .orElseThrow(
                    () ->
                        new RequestException(
                            "model '"
                                + name()
                                + "' has no version "
                                + version
                                + "; it has "
                                + versions())));
  }

  /** Answers with the newest version from now on. */
  public void release() {
    held = Optional.empty();
  }

  /** Whether it is held at the version that {@link #currentVersion} gives. */
  public boolean isHeld() {
    return held.isPresent();
  }

  private ServedModel now() {
    return held.orElse(model);
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public long currentVersion() {
    return now().currentVersion();
  }

  @Override
  public List<Long> versions() {
    return model.versions();
  }

  @Override
  public Optional<ServedModel> version(long version) {
    return model.version(version);
  }

  @Override
  public ServedModel pinned() {
    return now().pinned();
  }

  @Override
  public Schema schema() {
    return now().schema();
  }

  @Override
  public List<String> outputs() {
    return now().outputs();
  }

  @Override
  public List<InputColumn> inputs() {
    return now().inputs();
  }

  @Override
  public boolean inputsAreFeatures() {
    return now().inputsAreFeatures();
  }

  @Override
  public Answers predict(double[] rows, int count) {
    return now().predict(rows, count);
  }

  @Override
  public Answers predictRows(List<Map<String, Object>> rows) {
    return now().predictRows(rows);
  }
}
