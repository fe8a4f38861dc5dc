package dev.millrace.core.internal.runtime;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.checkpoint.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory for each source that wants one, for a write-ahead log: beside the checkpoint, and as
 * lasting; or, without a checkpoint, a temporary one that goes with the run. Sources make their
 * directory themselves, so none is made for a source that needs none.
 */
final class SourceDirectories implements Closeable {
  private final Path root;
  private final boolean temporary;

  SourceDirectories(StreamingConfig config) {
    Optional<Path> lasting = config.checkpoint().flatMap(Storage::directory);
    this.temporary = lasting.isEmpty();
    this.root =
        temporary
            ? Path.of(System.getProperty("java.io.tmpdir"), "millrace-" + UUID.randomUUID())
            : lasting.get().resolve("sources");
  }

  Path of(String source) {
    return root.resolve(source);
  }

  @Override
  public void close() throws IOException {
    if (!temporary || !Files.exists(root)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> found = Files.walk(root)) {
      paths = found.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
