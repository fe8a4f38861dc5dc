package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.file.FileTree.Entry;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/** Finds a source's files: one file, or those of a directory that match a glob. Thread-safe. */
final class InputFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  private final FileTree root;
  private final String rootName;
  private final String glob;

  /** Whether the root was found to be a file; it stays one. */
  private transient volatile boolean isFile;

  InputFiles(FileTree root, FileOptions options) {
    this.root = root;
    this.rootName = lastName(root.uri().getPath());
    this.glob = options.glob();
    try {
      if (!options.follow() && !root.exists("")) {
        throw new ConfigurationException(
            "no file or directory " + root + "; check the path, or let the source follow it");
      }
    } catch (IOException e) {
      throw new ConfigurationException(root + " cannot be reached: " + e.getMessage(), e);
    }
  }

  private static String lastName(String path) {
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
  }

  FileTree root() {
    return root;
  }

  /** The files there are now, by name. */
  List<Entry> list() throws IOException {
    List<Entry> all = glob.contains("/") ? root.walk("") : root.list("");
    if (all.size() == 1 && all.get(0).name().isEmpty()) {
      isFile = true;
      return List.of(new Entry(rootName, all.get(0).size(), all.get(0).tag()));
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    return all.stream()
        .filter(file -> isVisible(file.name()) && matcher.matches(Path.of(file.name())))
        .toList();
  }

  private static boolean isVisible(String name) {
    char first = name.charAt(0);
    return first != '.' && first != '_' && !name.contains("/.") && !name.contains("/_");
  }

  /** The file of that name. */
  InputFile file(String split) throws IOException {
    return new InputFile(split, root, isRoot(split) ? "" : split);
  }

  private boolean isRoot(String split) throws IOException {
    if (!split.equals(rootName)) {
      return false;
    }
    if (!isFile) {
      try {
        isFile = root.entry("").name().isEmpty();
      } catch (NoSuchFileException e) {
        return false;
      }
    }
    return true;
  }
}
