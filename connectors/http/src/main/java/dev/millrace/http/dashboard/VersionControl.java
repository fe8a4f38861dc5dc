package dev.millrace.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.core.CheckpointException;
import dev.millrace.http.Site;
import dev.millrace.ml.model.ModelVersion;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.ml.serve.RequestException;
import dev.millrace.ml.serve.SwitchableModel;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows which versions there are and which answer, and lets people pin them and roll back to them.
 * Thread-safe.
 */
final class VersionControl {
  static final String PATH = "/dashboard/";

  private final Optional<ModelVersions> versions;
  private final List<SwitchableModel> models;
  private final Consumer<Mark> onChange;

  /**
   * @param onChange told what somebody did
   */
  VersionControl(
      Optional<ModelVersions> versions, List<SwitchableModel> models, Consumer<Mark> onChange) {
    this.versions = versions;
    this.models = List.copyOf(models);
    this.onChange = onChange;
  }

  Optional<Site.Action> action(String path) {
    return switch (path) {
      case PATH + "pin" -> Optional.of(this::pin);
      case PATH + "unpin" -> Optional.of(this::unpin);
      case PATH + "hold" -> Optional.of(this::hold);
      case PATH + "release" -> Optional.of(this::release);
      default -> Optional.empty();
    };
  }

  private void pin(Map<String, String> parameters) {
    long version = version(parameters);
    kept(() -> kept().pin(version));
    changed("version " + version + " pinned");
  }

  private void unpin(Map<String, String> parameters) {
    long version = version(parameters);
    kept(() -> kept().unpin(version));
    changed("version " + version + " no longer pinned");
  }

  private void hold(Map<String, String> parameters) {
    SwitchableModel model = model(parameters);
    long version = version(parameters);
    kept(() -> model.hold(version));
    changed("model '" + model.name() + "' rolled back to version " + version);
  }

  private void release(Map<String, String> parameters) {
    SwitchableModel model = model(parameters);
    model.release();
    changed("model '" + model.name() + "' answers with the newest version again");
  }

  private void changed(String what) {
    onChange.accept(new Mark(Instant.now(), Mark.Kind.EVENT, what));
  }

  private static void kept(Runnable change) {
    try {
      change.run();
    } catch (CheckpointException e) {
      throw new RequestException(e.getMessage());
    }
  }

  private ModelVersions kept() {
    return versions.orElseThrow(
        () -> new RequestException("this pipeline has no checkpoint, and so keeps no versions"));
  }

  private static long version(Map<String, String> parameters) {
    String given = parameters.getOrDefault("version", "");
    try {
      return Long.parseLong(given);
    } catch (NumberFormatException e) {
      throw new RequestException("give ?version= as a number, got '" + given + "'");
    }
  }

  private SwitchableModel model(Map<String, String> parameters) {
    String name = parameters.getOrDefault("model", "");
    return models.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RequestException(
                    "no model '"
                        + name
                        + "' can be rolled back; there are "
                        + models.stream().map(SwitchableModel::name).toList()));
  }

  /** Writes {@code {"kept": […], "served": […]}}; reads the checkpoints. */
  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("kept");
    if (versions.isPresent()) {
      for (ModelVersion version : versions.get().list()) {
        write(version, out);
      }
    }
    out.writeEndArray();
    out.writeArrayFieldStart("served");
    for (SwitchableModel model : models) {
      out.writeStartObject();
      out.writeStringField("name", model.name());
      out.writeNumberField("version", model.currentVersion());
      out.writeBooleanField("held", model.isHeld());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(ModelVersion version, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("id", version.id());
    out.writeNumberField("t", version.time().toEpochMilli());
    out.writeBooleanField("pinned", version.pinned());
    out.writeStringField("damage", version.damage().orElse(""));
    out.writeArrayFieldStart("models");
    for (ModelVersion.Summary model : version.models()) {
      out.writeStartArray();
      out.writeString(model.name());
      out.writeNumber(model.rowsLearned());
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
