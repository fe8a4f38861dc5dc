package dev.millrace.file;

import dev.millrace.core.file.FileTree;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The files of a log: the one that is written to, and those that were rotated. Immutable. */
final class LogFiles implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern INODE = Pattern.compile("ino=(\\d+)");

  /** A path as text, since paths do not travel. */
  private final String log;

  private final String rotated;

  LogFiles(Path log, String rotated) {
    this.log = log.toAbsolutePath().toString();
    this.rotated = rotated.isEmpty() ? usualNames(log.getFileName().toString()) : rotated;
  }

  /** A file of the log as it is now. */
  record LogFile(InputFile file, String key, FileTime modified, long size) {}

  private static String usualNames(String name) {
    return name.replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0") + "[.-]*{[0-9],[0-9].gz}";
  }

  Path log() {
    return Path.of(log);
  }

  /** For messages and positions; the same whatever the file is called by now. */
  String name() {
    return log().getFileName().toString();
  }

  /** The file that is written to, if there is one. */
  Optional<LogFile> live() throws IOException {
    return file(log());
  }

  private Optional<LogFile> file(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      String key = key(attributes);
      return Optional.of(
          new LogFile(inputFile(path), key, attributes.lastModifiedTime(), attributes.size()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private InputFile inputFile(Path path) {
    return new InputFile(name(), FileTree.local(path.getParent()), path.getFileName().toString());
  }

  /** The file of that name, which may not be there. */
  InputFile liveFile() {
    return inputFile(log());
  }

  static String key(BasicFileAttributes attributes) {
    if (attributes.fileKey() == null) {
      return TailOffset.NO_KEY;
    }
    String text = attributes.fileKey().toString();
    Matcher inode = INODE.matcher(text);
    return inode.find() ? inode.group(1) : Integer.toHexString(text.hashCode());
  }

  /** The files that were rotated, the oldest first. */
  List<LogFile> rotated() throws IOException {
    Path directory = log().getParent();
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + rotated);
    List<LogFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (matcher.matches(path.getFileName())
            && !path.equals(log())
            && Files.isRegularFile(path)) {
          file(path).ifPresent(files::add);
        }
      }
    }
    files.sort(Comparator.comparing(LogFile::modified).thenComparing(file -> file.file().name()));
    return files;
  }

  /**
   * The file that holds what was read up to {@code offset}: the one with its key, or one that has
   * the same content there, as a copy has.
   */
  Optional<LogFile> find(TailOffset offset) throws IOException {
    List<LogFile> all = new ArrayList<>(rotated());
    live().ifPresent(live -> all.add(0, live));
    all.sort(Comparator.comparing(file -> !file.key().equals(offset.key())));
    for (LogFile file : all) {
      boolean same = file.key().equals(offset.key()) || offset.at().position() > 0;
      if (same && holds(file.file(), offset.at())) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** The files that come after that one, the one that is written to last. */
  List<LogFile> after(LogFile current) throws IOException {
    List<LogFile> rotated = rotated();
    FileTime modified =
        rotated.stream()
            .filter(file -> file.key().equals(current.key()))
            .map(LogFile::modified)
            .findFirst()
            .orElse(current.modified());
    List<LogFile> later = new ArrayList<>();
    for (LogFile file : rotated) {
      if (file.modified().compareTo(modified) > 0 && !file.key().equals(current.key())) {
        later.add(file);
      }
    }
    live().ifPresent(later::add);
    return later;
  }

  /** Whether the file's content is what was read up to that position. */
  static boolean holds(InputFile file, FileOffset at) throws IOException {
    int length = (int) Math.min(FileOffset.CHECKED, at.position());
    try (InputStream raw = file.tree().open(file.entry(), 0);
        InputStream in = file.isCompressed() ? new GZIPInputStream(raw) : raw) {
      in.skipNBytes(at.position() - length);
      byte[] bytes = in.readNBytes(length);
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      return bytes.length == length && (length == 0 || (int) crc.getValue() == at.check());
    } catch (NoSuchFileException | EOFException | ZipException e) {
      return false;
    }
  }
}
