package dev.millrace.file;

import dev.millrace.core.SinkException;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.sink.SinkContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The directory that a sink writes to. A file {@code .owner} in it names the sink that it belongs
 * to; what is staged stands in {@code .stage}.
 */
record OutputDirectory(FileTree tree, SinkContext context) {
  static final String STAGE = ".stage";
  private static final String OWNER = ".owner";

  /** The name of a file that is staged. */
  static String staged(String name) {
    return STAGE + "/" + name;
  }

  /** A name without its folders. */
  static String lastPart(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** For messages. */
  String where() {
    return "sink '" + context.name() + "': ";
  }

  /** For messages. */
  String where(String name) {
    return tree + "/" + name;
  }

  /** Writes pieces one after the other. */
  void write(String name, List<byte[]> pieces) throws IOException {
    tree.write(
        name,
        out -> {
          for (byte[] piece : pieces) {
            out.write(piece);
          }
        });
  }

  /** What a small file holds; empty when there is none. */
  Optional<String> text(String name) throws IOException {
    if (!tree.exists(name)) {
      return Optional.empty();
    }
    try (InputStream in = tree.open(tree.entry(name), 0)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /**
   * Takes possession.
   *
   * @param published some file that was published before
   */
  void claim(Optional<String> published) throws IOException {
    String name = "pipeline " + context.pipeline() + ", sink " + context.name() + "\n";
    Optional<String> owner = text(OWNER);
    String found = owner.orElse(published.isEmpty() ? name : "");
    if (!found.equals(name)) {
      throw new SinkException(
          where()
              + "the directory "
              + tree
              + " holds the output of "
              + (found.isEmpty() ? "somebody else" : found.strip())
              + "; give every sink a directory of its own");
    }
    if (context.committed() < 0 && published.isPresent()) {
      throw new SinkException(
          where()
              + "the pipeline starts afresh, but "
              + where(published.get())
              + " is there from an earlier run; empty the directory, choose another, or start with"
              + " the checkpoint of that run");
    }
    if (owner.isEmpty()) {
      write(OWNER, List.of(name.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
