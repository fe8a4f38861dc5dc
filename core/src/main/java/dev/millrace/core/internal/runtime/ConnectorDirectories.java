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
 * A directory for each source and sink that wants one, for a log or what is staged: beside the
 * checkpoint, and as lasting; or, without a checkpoint, a temporary one that goes with the run.
 * They make their directory themselves, so none is made where none is needed.
 */
final class ConnectorDirectories implements Closeable {
  private final Path root;
  private final boolean temporary;

  /** Whether what is staged has to outlive this process, and there is no directory that does. */
  private final boolean elsewhere;

  ConnectorDirectories(StreamingConfig config) {
    Optional<Path> lasting = config.checkpoint().flatMap(Storage::directory);
    this.temporary = lasting.isEmpty();
    this.elsewhere = temporary && config.checkpoint().isPresent();
    this.root =
        temporary
            ? Path.of(System.getProperty("java.io.tmpdir"), "millrace-" + UUID.randomUUID())
            : lasting.get();
  }

  /** Where all sources keep what is theirs, beside a checkpoint. */
  static Path sources(Path checkpoint) {
    return checkpoint.resolve("sources");
  }

  Path ofSource(String name) {
    return sources(root).resolve(name);
  }

  /** Empty when there is a checkpoint, but none on a disk of this machine. */
  Optional<Path> ofSink(String name) {
    return elsewhere ? Optional.empty() : Optional.of(root.resolve("sinks").resolve(name));
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
