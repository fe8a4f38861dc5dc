package dev.millrace.core.sink;

import dev.millrace.core.SinkException;
import dev.millrace.core.file.LastingDirectories;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The batches of a sink that wait to be published, a file each, for sinks whose other side cannot
 * hold a batch back:
 *
 * <pre>
 * int  magic and version, 0x4D4B5301
 * long rows
 * ...  the rows, in the sink's own form
 * int  CRC32C of all before
 * </pre>
 *
 * <p>A file is forced to disk before its batch commits, and only files of committed batches are
 * read, so one that is not whole is damaged, not unfinished. While one thread publishes, another
 * may write and discard later batches.
 */
public final class StagedBatches {
  private static final int MAGIC = 0x4D4B5301;
  private static final int HEADER_BYTES = 12;
  private static final int CRC_BYTES = 4;

  /** What a Java array holds, and a bit less. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 1024;

  private static final Pattern NAME = Pattern.compile("batch-(\\d{12,19})\\.rows");

  private final Path directory;

  private StagedBatches(Path directory) {
    this.directory = directory;
  }

  /**
   * The rows of a partition of a batch; never compared.
   *
   * @param bytes kept, and not modified
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Part(long rows, byte[] bytes) implements Serializable {}

  /**
   * The rows of a batch.
   *
   * @param bytes the parts one after the other
   */
  public record Content(long rows, ByteBuffer bytes) {}

  /** Staged here; made when it is needed. */
  public static StagedBatches in(Path directory) {
    return new StagedBatches(directory);
  }

  /**
   * Staged where the sink is told, or else beside the checkpoint.
   *
   * @param staging a directory for staged batches of any sink; empty for beside the checkpoint
   * @param option what a user calls to choose one, for the message
   * @throws SinkException when there is none and the checkpoint is not on a disk of this machine
   */
  public static StagedBatches of(SinkContext context, String staging, String option) {
    if (!staging.isEmpty()) {
      return in(Path.of(staging, context.pipeline(), context.name()));
    }
    return in(
        context
            .directory()
            .orElseThrow(
                () ->
                    new SinkException(
                        "the checkpoint is not on a disk of this machine, so there is no place for"
                            + " what is to be published; choose one with "
                            + option)));
  }

  /** The files by the ids of their batches. */
  public NavigableMap<Long, Path> files() throws IOException {
    NavigableMap<Long, Path> files = new TreeMap<>();
    if (Files.exists(directory)) {
      try (Stream<Path> paths = Files.list(directory)) {
        for (Path path : (Iterable<Path>) paths::iterator) {
          Matcher matcher = NAME.matcher(path.getFileName().toString());
          if (matcher.matches()) {
            files.put(Long.parseLong(matcher.group(1)), path);
          }
        }
      }
    }
    return files;
  }

  /** Stages a batch durably, in place of what was staged of it before. */
  public void write(long batchId, List<Part> parts) throws IOException {
    long bytes = parts.stream().mapToLong(part -> part.bytes().length).sum();
    if (bytes > MAX_BYTES) {
      throw new SinkException(
          "the rows take "
              + bytes
              + " bytes, limit "
              + MAX_BYTES
              + "; make batches smaller with StreamingConfig.withMaxBatchRecords");
    }
    LastingDirectories.create(directory);
    Path file = directory.resolve(String.format(Locale.ROOT, "batch-%012d.rows", batchId));
    CRC32C crc = new CRC32C();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long rows = parts.stream().mapToLong(Part::rows).sum();
      write(channel, crc, ByteBuffer.allocate(HEADER_BYTES).putInt(MAGIC).putLong(rows).flip());
      for (Part part : parts) {
        write(channel, crc, ByteBuffer.wrap(part.bytes()));
      }
      int sum = (int) crc.getValue();
      write(channel, crc, ByteBuffer.allocate(CRC_BYTES).putInt(sum).flip());
      force(channel);
    }
  }

  /** The file and its name, at once: each of them waits for the disk. */
  private void force(FileChannel file) throws IOException {
    CompletableFuture<Void> name = CompletableFuture.runAsync(this::forceNames);
    file.force(true);
    try {
      name.join();
    } catch (CompletionException e) {
      throw new IOException(directory + " could not be forced to disk", e.getCause());
    }
  }

  private void forceNames() {
    try {
      LastingDirectories.force(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FileChannel channel, CRC32C crc, ByteBuffer bytes) throws IOException {
    crc.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * What a file holds, all of it.
   *
   * @throws SinkException when the file is damaged
   */
  public static Content read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int end = bytes.capacity() - CRC_BYTES;
    CRC32C crc = new CRC32C();
    if (end >= HEADER_BYTES) {
      crc.update(bytes.duplicate().limit(end));
    }
    if (end < HEADER_BYTES
        || bytes.getInt(end) != (int) crc.getValue()
        || bytes.getInt() != MAGIC) {
      throw new SinkException(
          file
              + " is damaged: its checksum is wrong. The batch is committed and can not be"
              + " published; restore the file, or remove it to give its rows up");
    }
    long rows = bytes.getLong();
    return new Content(rows, bytes.limit(end));
  }

  /** Forgets the batches from {@code firstBatchId} on. */
  public void discard(long firstBatchId) throws IOException {
    delete(files().tailMap(firstBatchId, true));
  }

  private static void delete(SortedMap<Long, Path> files) throws IOException {
    for (Path file : files.values()) {
      Files.deleteIfExists(file);
    }
  }

  /** Publishes a batch. */
  @FunctionalInterface
  public interface Publication {
    void publish(long batchId, Path file) throws Exception;
  }

  /** Publishes what waits up to {@code batchId}, in order, and forgets each once that is done. */
  public void publish(long batchId, Publication publication) throws Exception {
    for (var entry : files().headMap(batchId, true).entrySet()) {
      publication.publish(entry.getKey(), entry.getValue());
      Files.deleteIfExists(entry.getValue());
    }
  }

  /**
   * Refuses to guess whether committed batches that still wait were published.
   *
   * @param evidence what is gone that would say so, for the message
   * @param remedy how to say that {@code batchId} is not published, for the message
   */
  public void requireNoneCommitted(SinkContext context, String evidence, String remedy)
      throws IOException {
    NavigableMap<Long, Path> committed = files().headMap(context.committed(), true);
    if (!committed.isEmpty()) {
      throw new SinkException(
          evidence
              + " is gone, which said whether batch "
              + committed.firstKey()
              + " was published; look there, and remove "
              + committed.firstEntry().getValue()
              + " if the batch is there, or "
              + remedy
              + " if it is not");
    }
  }
}
