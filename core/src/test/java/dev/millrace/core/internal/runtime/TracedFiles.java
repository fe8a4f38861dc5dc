package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a directory is sure to outlast a power loss, by the system calls of those that write to
 * it: the content of a file since it was forced, a name since its directory was. Nothing else
 * counts, whatever some file systems do besides.
 */
final class TracedFiles {
  /** What has to be traced, with {@code -y}. */
  static final String CALLS =
      "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,mkdir,unlink,rmdir";

  /** At the end of the path of a file that is not there, opened to say what is promised. */
  static final String LASTS = ".lasts?";

  static final String IS_GONE = ".is-gone?";

  private static final Pattern CALL = Pattern.compile("\\d+ +(\\w+)\\((.*)\\) += (-?\\d+).*");
  private static final Pattern UNFINISHED = Pattern.compile("(\\d+) +(.*) <unfinished \\.\\.\\.>");
  private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)");
  private static final Pattern NAME = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern OPEN_FILE = Pattern.compile("^\\d+<([^>]*)>");

  private final Path root;
  private final Set<Path> present = new TreeSet<>();
  private final Set<Path> unforced = new TreeSet<>();

  /** Names that came or went since their directory was forced. */
  private final Set<Path> unforcedNames = new TreeSet<>();

  private final List<Path> promises = new ArrayList<>();

  private TracedFiles(Path root) {
    this.root = root;
    present.add(root);
  }

  /**
   * Goes through the calls, and fails at the first promise that a power loss could break.
   *
   * @param root empty at first, and lasting
   * @return what was promised
   */
  static List<Path> check(Path root, List<String> log) {
    TracedFiles files = new TracedFiles(root);
    Map<String, String> unfinished = new HashMap<>();
    for (String line : log) {
      Matcher begun = UNFINISHED.matcher(line);
      Matcher ended = RESUMED.matcher(line);
      if (begun.matches()) {
        unfinished.put(begun.group(1), line.substring(0, begun.end(2)));
      } else if (ended.matches()) {
        files.call(unfinished.remove(ended.group(1)) + ended.group(2));
      } else {
        files.call(line);
      }
    }
    return files.promises;
  }

  private void call(String line) {
    Matcher matcher = CALL.matcher(line);
    if (!matcher.matches()) {
      return;
    }
    String arguments = matcher.group(2);
    List<Path> names =
        NAME.matcher(arguments).results().map(name -> Path.of(name.group(1))).toList();
    Matcher openFile = OPEN_FILE.matcher(arguments);
    Path file = openFile.find() ? Path.of(openFile.group(1)) : root.getRoot();
    if (matcher.group(3).startsWith("-")) {
      if (matcher.group(1).equals("openat")) {
        promise(names.get(0).toString(), line);
      }
      return;
    }
    switch (matcher.group(1)) {
      case "openat" -> open(names.get(0), arguments);
      case "mkdir" -> add(names.get(0));
      case "write", "pwrite64", "ftruncate" -> unforced.add(file);
      case "fsync", "fdatasync" -> force(file);
      case "rename" -> rename(names.get(0), names.get(1));
      case "unlink", "rmdir" -> remove(names.get(0));
      default -> fail(line);
    }
  }

  private void open(Path file, String arguments) {
    if (arguments.contains("O_CREAT") && !present.contains(file)) {
      add(file);
      unforced.add(file);
    } else if (arguments.contains("O_TRUNC")) {
      unforced.add(file);
    }
  }

  private void add(Path path) {
    present.add(path);
    unforcedNames.add(path);
  }

  private void remove(Path path) {
    present.remove(path);
    unforced.remove(path);
    unforcedNames.add(path);
  }

  private void rename(Path from, Path to) {
    boolean isForced = !unforced.contains(from);
    remove(from);
    add(to);
    if (isForced) {
      unforced.remove(to);
    } else {
      unforced.add(to);
    }
  }

  private void force(Path path) {
    unforced.remove(path);
    unforcedNames.removeIf(name -> path.equals(name.getParent()));
  }

  private void promise(String text, String line) {
    if (text.endsWith(LASTS)) {
      Path path = promised(text, LASTS);
      assertTrue(present.contains(path), () -> path + " is not there: " + line);
      assertTrue(!unforced.contains(path), () -> "the content of " + path + " is not forced");
      for (Path name = path; !name.equals(root); name = name.getParent()) {
        requireForced(name);
      }
    } else if (text.endsWith(IS_GONE)) {
      requireForced(promised(text, IS_GONE));
    }
  }

  private Path promised(String text, String what) {
    Path path = Path.of(text.substring(0, text.length() - what.length()));
    assertTrue(path.startsWith(root), text);
    promises.add(path);
    return path;
  }

  private void requireForced(Path name) {
    assertTrue(
        !unforcedNames.contains(name),
        () -> "the name " + name.getFileName() + " in " + name.getParent() + " is not forced");
  }
}
