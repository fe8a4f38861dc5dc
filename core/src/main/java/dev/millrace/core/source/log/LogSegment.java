package dev.millrace.core.source.log;

import dev.millrace.core.SourceException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of the log: eight bytes {@code MRSOCK} and a version of two digits, then frames. Its name
 * tells the position of the first one.
 */
record LogSegment(Path path, LogPosition start) {
  static final byte[] MAGIC = {'M', 'R', 'S', 'O', 'C', 'K', '0', '1'};

  private static final Pattern NAME = Pattern.compile("lines-(\\d{18})-(\\d{18})\\.log");

  static LogSegment at(Path directory, LogPosition start) {
    String name =
        String.format(Locale.ROOT, "lines-%018d-%018d.log", start.record(), start.bytes());
    return new LogSegment(directory.resolve(name), start);
  }

  /** The segments of a log, oldest first. */
  static List<LogSegment> list(Path directory) throws IOException {
    List<LogSegment> segments = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> paths = Files.list(directory)) {
        paths.forEach(path -> of(path).ifPresent(segments::add));
      }
    }
    segments.sort(Comparator.comparingLong(segment -> segment.start().bytes()));
    return segments;
  }

  private static Optional<LogSegment> of(Path path) {
    Matcher matcher = NAME.matcher(path.getFileName().toString());
    return matcher.matches()
        ? Optional.of(
            new LogSegment(
                path,
                new LogPosition(
                    Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))))
        : Optional.empty();
  }

  /** Where in the file a position of the log is. */
  long fileOffset(long bytes) {
    return MAGIC.length + bytes - start.bytes();
  }

  /** Reads the bytes of frames between two positions. */
  byte[] read(long from, long until) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (from > until || fileOffset(until) > channel.size()) {
        throw new SourceException(
            path + " is shorter than the " + until + " bytes that the stream has seen");
      }
      byte[] bytes = new byte[Math.toIntExact(until - from)];
      readFully(channel, ByteBuffer.wrap(bytes), fileOffset(from));
      return bytes;
    }
  }

  static void readFully(FileChannel channel, ByteBuffer target, long offset) throws IOException {
    long at = offset;
    while (target.hasRemaining()) {
      int read = channel.read(target, at);
      if (read < 0) {
        throw new EOFException();
      }
      at += read;
    }
  }
}
