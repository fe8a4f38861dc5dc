package dev.millrace.kafka;

import dev.millrace.core.SinkException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The batches that wait to be published, a file each:
 *
 * <pre>
 * int  magic and version, 0x4D4B5301
 * long messages
 * ...  {@link Frames}
 * int  CRC32C of all before
 * </pre>
 *
 * <p>A file is forced to disk before its batch commits, and only files of committed batches are
 * read, so one that is not whole is damaged, not unfinished.
 */
final class Staging {
  private static final int MAGIC = 0x4D4B5301;
  private static final int HEADER_BYTES = 12;
  private static final int CRC_BYTES = 4;

  /** What a Java array holds, and a bit less. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 1024;

  private static final Pattern NAME = Pattern.compile("batch-(\\d{12,19})\\.rows");

  private final Path directory;

  Staging(Path directory) {
    this.directory = directory;
  }

  /** The rows of a partition of a batch; never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Part(long messages, byte[] frames) implements Serializable {}

  /** Takes the messages of a batch, one by one. */
  interface Action {
    void accept(Message message, long index);
  }

  /** The ids of the batches that wait. */
  NavigableMap<Long, Path> batches() throws IOException {
    NavigableMap<Long, Path> batches = new TreeMap<>();
    if (Files.exists(directory)) {
      try (Stream<Path> paths = Files.list(directory)) {
        for (Path path : (Iterable<Path>) paths::iterator) {
          Matcher matcher = NAME.matcher(path.getFileName().toString());
          if (matcher.matches()) {
            batches.put(Long.parseLong(matcher.group(1)), path);
          }
        }
      }
    }
    return batches;
  }

  void write(long batchId, List<Part> parts) throws IOException {
    long bytes = parts.stream().mapToLong(part -> part.frames().length).sum();
    if (bytes > MAX_BYTES) {
      throw new SinkException(
          "the rows take "
              + bytes
              + " bytes, limit "
              + MAX_BYTES
              + "; make batches smaller with StreamingConfig.withMaxBatchRecords");
    }
    Files.createDirectories(directory);
    Path file = directory.resolve(String.format("batch-%012d.rows", batchId));
    CRC32C crc = new CRC32C();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long messages = parts.stream().mapToLong(Part::messages).sum();
      write(channel, crc, ByteBuffer.allocate(HEADER_BYTES).putInt(MAGIC).putLong(messages).flip());
      for (Part part : parts) {
        write(channel, crc, ByteBuffer.wrap(part.frames()));
      }
      int sum = (int) crc.getValue();
      write(channel, crc, ByteBuffer.allocate(CRC_BYTES).putInt(sum).flip());
      channel.force(true);
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void write(FileChannel channel, CRC32C crc, ByteBuffer bytes) throws IOException {
    crc.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Hands over what a file holds, all of it or nothing.
   *
   * @throws SinkException when the file is damaged
   */
  static void read(Path file, Action action) throws IOException {
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
    long messages = bytes.getLong();
    for (long index = 0; index < messages; index++) {
      action.accept(Frames.read(bytes), index);
    }
  }

  /** Forgets these. */
  static void delete(NavigableMap<Long, Path> batches) throws IOException {
    for (Path file : batches.values()) {
      Files.deleteIfExists(file);
    }
  }
}
