package dev.millrace.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
 * Whether files outlast a power loss, told by the system calls of the process that writes them. The
 * content of a file counts since it was forced, a name since its directory was, whatever some file
 * systems do besides. The process is started with {@link #tool}, in it {@link #lasts} says what is
 * promised by then, and {@link #check} reads the calls afterwards:
 *
 * <pre>{@code
 * List<String> command = new ArrayList<>(TracedFiles.tool(log));
 * command.addAll(List.of("java", "-cp", classPath, "Program", root.toString()));
 * assertEquals(0, new ProcessBuilder(command).start().waitFor());
 * assertFalse(TracedFiles.check(root, Files.readAllLines(log)).isEmpty());
 * }</pre>
 *
 * <p>Needs {@code strace}, and the right to trace.
 */
public final class TracedFiles {
  private static final String CALLS =
      "openat,write,writev,pwrite64,pwritev,?pwritev2,ftruncate,fallocate,sendfile,copy_file_range,"
          + "fsync,fdatasync,?rename,?renameat,?renameat2,?link,linkat,?mkdir,mkdirat,?unlink,"
          + "unlinkat,?rmdir";

  /** Ends the path of a file that is not there, opened to say what is promised. */
  private static final String LASTS = ".lasts?";

  private static final String IS_GONE = ".is-gone?";

  private static final Pattern CALL = Pattern.compile("\\d+ +(\\w+)\\((.*)\\) += (-?\\d+).*");
  private static final Pattern UNFINISHED = Pattern.compile("(\\d+) +(.*) <unfinished \\.\\.\\.>");
  private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)");
  private static final Pattern NAME = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern OPEN_FILE = Pattern.compile("\\d+<([^>]*)>");

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
   * What the command of a process begins with.
   *
   * @param log where its calls go, and those of its children
   */
  public static List<String> tool(Path log) {
    return List.of(
        "strace", "-f", "-y", "-qq", "-s", "0", "-o", log.toString(), "-e", "trace=" + CALLS);
  }

  /** In the process: a file or directory is there from now on. */
  public static void lasts(Path path) throws IOException {
    say(path + LASTS);
  }

  /** In the process: a name is gone from now on. */
  public static void isGone(Path path) throws IOException {
    say(path + IS_GONE);
  }

  /** Seen among the system calls, and does nothing. */
  private static void say(String promise) throws IOException {
    try {
      Files.newInputStream(Path.of(promise)).close();
    } catch (NoSuchFileException e) {
      return;
    }
    throw new IOException(promise + " is a file");
  }

  /**
   * Goes through the calls.
   *
   * @param root an absolute path without links; lasting, and all that is promised is made in it
   * @return what was promised
   * @throws AssertionError at the first promise that a power loss could break
   */
  public static List<Path> check(Path root, List<String> log) {
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
    List<Path> files =
        OPEN_FILE.matcher(arguments).results().map(file -> Path.of(file.group(1))).toList();
    if (matcher.group(3).startsWith("-")) {
      if (matcher.group(1).equals("openat")) {
        promise(names.get(0).toString());
      }
      return;
    }
    switch (matcher.group(1)) {
      case "openat" -> open(names.get(0), arguments);
      case "mkdir", "mkdirat" -> add(names.get(0));
      case "write",
          "writev",
          "pwrite64",
          "pwritev",
          "pwritev2",
          "ftruncate",
          "fallocate",
          "sendfile" ->
          unforced.add(files.get(0));
      case "copy_file_range" -> unforced.add(files.get(1));
      case "fsync", "fdatasync" -> force(files.get(0));
      case "link", "linkat" -> link(names.get(0), names.get(1));
      case "rename", "renameat", "renameat2" -> rename(names.get(0), names.get(1));
      case "unlink", "unlinkat", "rmdir" -> remove(names.get(0));
      default -> throw new AssertionError(line);
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

  private void link(Path from, Path to) {
    add(to);
    if (unforced.contains(from)) {
      unforced.add(to);
    } else {
      unforced.remove(to);
    }
  }

  /** With all that is in it, if it is a directory. */
  private void rename(Path from, Path to) {
    link(from, to);
    for (Set<Path> paths : List.of(present, unforced, unforcedNames)) {
      for (Path path : List.copyOf(paths)) {
        if (path.startsWith(from) && !path.equals(from)) {
          paths.remove(path);
          paths.add(to.resolve(from.relativize(path)));
        }
      }
    }
    remove(from);
  }

  private void force(Path path) {
    unforced.remove(path);
    unforcedNames.removeIf(name -> path.equals(name.getParent()));
  }

  private void promise(String text) {
    if (text.endsWith(LASTS)) {
      Path path = promised(text, LASTS);
      require(present.contains(path), path + " is not there");
      require(!unforced.contains(path), "the content of " + path + " is not forced");
      for (Path name = path; !name.equals(root); name = name.getParent()) {
        requireForced(name);
      }
    } else if (text.endsWith(IS_GONE)) {
      requireForced(promised(text, IS_GONE));
    }
  }

  private Path promised(String text, String what) {
    Path path = Path.of(text.substring(0, text.length() - what.length()));
    require(path.startsWith(root), path + " is not in " + root);
    promises.add(path);
    return path;
  }

  private void requireForced(Path name) {
    require(
        !unforcedNames.contains(name),
        "the name " + name.getFileName() + " in " + name.getParent() + " is not forced");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
