package dev.millrace.file;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.ReadAhead;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Follows a log file that grows and is rotated, as a web server's is.
 *
 * <pre>{@code
 * DStream<WebLogEntry> requests =
 *     context.source("requests", TailSource.webLog(Path.of("/var/log/nginx/access.log")));
 * }</pre>
 *
 * <p>It begins with the file as it is, and goes on for ever. When the log is rotated, by renaming
 * or by copying and emptying, the rest of the old file is read first, under whatever name it has by
 * now, {@code .gz} too; then the files that came after it, by the time of their last change, and
 * the new one. A file is known by what the file system knows it by (its inode) and by a checksum of
 * the 256 bytes in front of the position. So a run that comes back after any number of rotations
 * loses nothing and reads nothing twice, as long as the files are still there; when the one that it
 * stands in is not, it stops with an error that says so.
 *
 * <p>A last line without a line end waits for the rest; in a file that was rotated it counts when
 * the file has been quiet for {@link TailOptions#rotationWait}. It replays as long as the files are
 * there: delivery is exactly once. What the server writes between copying and emptying is lost by
 * that way of rotating; lines that come to an old file after the wait are not read.
 *
 * <p>A line that cannot be decoded becomes a dead letter with its number within its file. Memory:
 * about what one batch may take, in bytes, twice, and a few MiB. Immutable, and its methods are
 * thread-safe.
 */
public final class TailSource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;

  private final LogFiles files;
  private final Format<T> format;
  private final TailOptions options;
  private final ReadAhead<Chunk<T>> readAhead = new ReadAhead<>();

  private TailSource(LogFiles files, Format<T> format, TailOptions options) {
    this.files = files;
    this.format = format;
    this.options = options;
  }

  /** Lines of UTF-8 text, empty ones among them. */
  public static TailSource<String> text(Path log) {
    return text(log, TailOptions.defaults());
  }

  /** Lines of UTF-8 text, empty ones among them. */
  public static TailSource<String> text(Path log, TailOptions options) {
    return new TailSource<>(new LogFiles(log, options.rotated()), new TextFormat(), options);
  }

  /** Access logs of Apache and NGINX; see {@link LineDecoder#webLog()}. */
  public static TailSource<WebLogEntry> webLog(Path log) {
    return lines(log, LineDecoder.webLog(), TailOptions.defaults());
  }

  /** Lines in any format; empty ones are passed over. */
  public static <T> TailSource<T> lines(Path log, LineDecoder<T> decoder, TailOptions options) {
    return new TailSource<>(
        new LogFiles(log, options.rotated()), new LineDecoderFormat<>(decoder, (char) 0), options);
  }

  @Override
  public SplitPlanner planner(SourceContext context) {
    return new TailPlanner<>(files, format, options, readAhead, context.clock());
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) throws IOException {
    TailOffset from = TailOffset.of(files.name(), range.from());
    TailOffset until = TailOffset.of(files.name(), range.until());
    Optional<Chunk<T>> chunk = readAhead.take(range);
    InputFile file = files.liveFile();
    if (chunk.isEmpty()) {
      file =
          files
              .find(until)
              .orElseThrow(
                  () ->
                      new SourceException(
                          files.log()
                              + ": the file that holds "
                              + range
                              + ", which is still to be read, is gone; restore it under a name that"
                              + " rotated files have"))
              .file();
    }
    return new FileSplitReader<>(
        file, format, options.maxRecordBytes(), until.begin(from), until.at(), chunk);
  }

  @Override
  public BadRecordPolicy badRecords() {
    return options.badRecords();
  }

  @Override
  public String toString() {
    return "log " + files.log();
  }
}
