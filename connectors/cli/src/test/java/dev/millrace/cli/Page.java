package dev.millrace.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of Markdown in the repository.
 *
 * @param file from this module's directory
 */
record Page(Path file, String text) {
  static final Path ROOT = Path.of("..", "..");

  /** What is built or fetched, not written. */
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".millrace");

  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern COMMAND =
      Pattern.compile(
          "^(?:\\./|\\$MILLRACE/)millrace ((?:[^\\\\\\n]|\\\\\\n)*)", Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  /** A fenced block. */
  record Block(String language, String text) {}

  static Page of(String path) throws IOException {
    Path file = ROOT.resolve(path);
    return new Page(file, Files.readString(file));
  }

  /** All pages there are. */
  static List<Page> all() throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path file : files(".md")) {
      pages.add(new Page(file, Files.readString(file)));
    }
    return pages;
  }

  /** The repository's own files whose names end so. */
  static List<Path> files(String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return NOT_OURS.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(ending)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }

  /** The fenced blocks of a language, in order. */
  List<String> blocks(String language) {
    return blocks().stream()
        .filter(block -> block.language().equals(language))
        .map(Block::text)
        .toList();
  }

  private List<Block> blocks() {
    return BLOCK.matcher(text).results().map(m -> new Block(m.group(1), m.group(2))).toList();
  }

  /** The arguments of each call of the launcher in a fenced block. */
  List<List<String>> commands() {
    return blocks().stream()
        .flatMap(block -> COMMAND.matcher(block.text()).results())
        .map(m -> m.group(1).replace("\\\n", " ").replaceAll("\\s[#&|>].*", "").strip())
        .map(command -> List.of(command.split("\\s+", -1)))
        .toList();
  }

  /** Where its links lead, those within the repository. */
  List<String> links() {
    return LINK.matcher(BLOCK.matcher(text).replaceAll(""))
        .results()
        .map(m -> m.group(1))
        .filter(link -> !link.matches("\\w+:.*"))
        .toList();
  }

  /** What its headings can be linked by. */
  Set<String> anchors() {
    return HEADING
        .matcher(text)
        .results()
        .map(m -> m.group(1).strip().toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
