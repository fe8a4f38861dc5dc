package dev.millrace.file;

import dev.millrace.core.SinkException;
import dev.millrace.core.sink.SinkContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directory that a sink writes to. A file {@code .owner} in it names the sink that it belongs
 * to; what is staged stands in {@code .stage}.
 */
record OutputDirectory(Path path, SinkContext context) {
  Path stage() {
    return path.resolve(".stage");
  }

  /** For messages. */
  String where() {
    return "sink '" + context.name() + "': ";
  }

  /**
   * Takes possession.
   *
   * @param published some file that was published before
   */
  void claim(Optional<Path> published) throws IOException {
    Path owner = path.resolve(".owner");
    String name = "pipeline " + context.pipeline() + ", sink " + context.name() + "\n";
    String found = Files.exists(owner) ? Files.readString(owner) : published.isEmpty() ? name : "";
    if (!found.equals(name)) {
      throw new SinkException(
          where()
              + "the directory "
              + path
              + " holds the output of "
              + (found.isEmpty() ? "somebody else" : found.strip())
              + "; give every sink a directory of its own");
    }
    if (context.committed() < 0 && published.isPresent()) {
      throw new SinkException(
          where()
              + "the pipeline starts afresh, but "
              + published.get()
              + " is there from an earlier run; empty the directory, choose another, or start with"
              + " the checkpoint of that run");
    }
    if (!Files.exists(owner)) {
      Path unfinished = path.resolve(".owner.tmp");
      DurableFiles.write(unfinished, List.of(name.getBytes(StandardCharsets.UTF_8)));
      DurableFiles.move(unfinished, owner);
    }
    Files.createDirectories(stage());
    DurableFiles.forceDirectory(path);
  }
}
