package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds a source's files: one file, or those of a directory that match a glob. Immutable. */
final class InputFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A path as text, since paths do not travel. */
  private final String root;

  private final String glob;

  InputFiles(Path root, FileOptions options) {
    this.root = root.toString();
    this.glob = options.glob();
    if (!options.follow() && !Files.exists(root)) {
      throw new ConfigurationException(
          "no file or directory " + root + "; check the path, or let the source follow it");
    }
  }

  Path root() {
    return Path.of(root);
  }

  /** The files there are now, by name. */
  List<InputFile> list() throws IOException {
    Path path = root();
    if (Files.isRegularFile(path)) {
      return List.of(file(path.getFileName().toString()));
    }
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    PathMatcher matcher = path.getFileSystem().getPathMatcher("glob:" + glob);
    try (Stream<Path> paths = Files.walk(path, glob.contains("/") ? Integer.MAX_VALUE : 1)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path::relativize)
          .filter(relative -> isVisible(relative) && matcher.matches(relative))
          .map(relative -> file(relative.toString()))
          .sorted(Comparator.comparing(InputFile::split))
          .toList();
    }
  }

  private static boolean isVisible(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith(".") || name.startsWith("_")) {
        return false;
      }
    }
    return true;
  }

  /** The file of that name. */
  InputFile file(String split) {
    Path path = root();
    boolean isFile = path.endsWith(split) && !Files.isDirectory(path);
    return new InputFile(split, isFile ? path : path.resolve(split));
  }
}
