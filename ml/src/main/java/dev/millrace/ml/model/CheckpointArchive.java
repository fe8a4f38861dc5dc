package dev.millrace.ml.model;

import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.serve.VersionArchive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The versions of one model; keeps those in memory that were asked for last. */
final class CheckpointArchive implements VersionArchive {
  private final ModelVersions versions;
  private final String name;
  private final Map<Long, Predictor.Version<?>> loaded = new Recent<>();

  CheckpointArchive(ModelVersions versions, String name) {
    this.versions = versions;
    this.name = name;
  }

  @Override
  public List<Long> versions() {
    return versions.list().stream()
        .filter(version -> version.models().stream().anyMatch(m -> m.name().equals(name)))
        .map(ModelVersion::id)
        .toList();
  }

  @Override
  public Optional<Predictor.Version<?>> version(long version) {
    synchronized (loaded) {
      Predictor.Version<?> known = loaded.get(version);
      if (known != null) {
        return Optional.of(known);
      }
      if (!versions().contains(version)) {
        return Optional.empty();
      }
      Predictor.Version<?> read = versions.load(name, version).version();
      loaded.put(version, read);
      return Optional.of(read);
    }
  }

  /** Forgets what was not asked for longest. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private static final int KEPT = 8;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > KEPT;
    }
  }
}
