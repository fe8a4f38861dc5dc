package dev.millrace.ml.serve;

import java.util.List;
import java.util.Optional;

/** Versions of a model that are kept beside the newest. Thread-safe. */
public interface VersionArchive {
  /** Nothing but the newest. */
  VersionArchive NONE =
      new VersionArchive() {
        @Override
        public List<Long> versions() {
          return List.of();
        }

        @Override
        public Optional<Predictor.Version<?>> version(long version) {
          return Optional.empty();
        }
      };

  /** What {@link #version} can give now, oldest first. */
  List<Long> versions();

  Optional<Predictor.Version<?>> version(long version);
}
