package dev.millrace.http;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.serve.ServedModel;
import dev.millrace.ml.serve.ServedModel.InputColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpStatus;

/** The models that a server knows, in the order given. Thread-safe. */
final class Models {
  private final Map<String, ServedModel> byName = new LinkedHashMap<>();
  private final Map<String, Columns> columns = new ConcurrentHashMap<>();

  Models(List<? extends ServedModel> models) {
    for (ServedModel model : models) {
      if (byName.put(model.name(), model) != null) {
        throw new ConfigurationException("two served models are called '" + model.name() + "'");
      }
    }
  }

  Collection<ServedModel> all() {
    return byName.values();
  }

  /** The model of that name, by default the first. */
  ServedModel find(Optional<String> name) {
    if (name.isEmpty()) {
      return byName.values().stream()
          .findFirst()
          .orElseThrow(() -> RefusedException.notFound("this server has no models"));
    }
    ServedModel found = byName.get(name.get());
    if (found == null) {
      throw RefusedException.notFound(
          "there is no model "
              + Nearest.quote(name.get())
              + Nearest.hint(name.get(), byName.keySet()));
    }
    return found;
  }

  /** The model as it was at one version, by default as it is now; stays the same. */
  ServedModel find(Optional<String> name, Optional<String> version) {
    ServedModel model = find(name);
    if (version.isEmpty()) {
      return model.pinned();
    }
    return parse(version.get())
        .flatMap(model::version)
        .orElseThrow(
            () ->
                RefusedException.notFound(
                    "model '"
                        + model.name()
                        + "' has no version "
                        + Nearest.quote(version.get())
                        + "; it has "
                        + Nearest.list(versions(model))));
  }

  /**
   * As {@link #find(Optional, Optional)}, but refuses a model that nothing has been committed of.
   */
  ServedModel ready(Optional<String> name, Optional<String> version) {
    ServedModel model = find(name, version);
    if (!isReady(model)) {
      throw new RefusedException(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "model '" + model.name() + "' has no committed version yet; try again");
    }
    return model;
  }

  /** The columns of a model's rows; remembered, since most versions of a model share them. */
  Columns columns(ServedModel model) {
    List<InputColumn> inputs = model.inputs();
    Columns known = columns.get(model.name());
    if (known == null || known.source() != inputs) {
      known = new Columns(inputs);
      columns.put(model.name(), known);
    }
    return known;
  }

  static boolean isReady(ServedModel model) {
    return model.currentVersion() >= 0;
  }

  /** The versions that can be asked for, oldest first. */
  static List<String> versions(ServedModel model) {
    List<String> versions = new ArrayList<>();
    for (long version : model.versions()) {
      if (version >= 0) {
        versions.add(Long.toString(version));
      }
    }
    return versions;
  }

  private static Optional<Long> parse(String version) {
    try {
      long number = Long.parseLong(version);
      return number >= 0 ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
