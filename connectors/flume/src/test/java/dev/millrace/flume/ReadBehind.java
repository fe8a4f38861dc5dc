package dev.millrace.flume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The plain loop that reads what a {@link CountingReceiver} has written: every 10 ms all that has
 * come, as text; counted, and then how far that is is forced to disk.
 */
final class ReadBehind {
  private static final long PAUSE_NANOS = 10_000_000;

  private final Path rows;
  private final Path position;

  ReadBehind(Path rows) {
    this.rows = rows;
    this.position = rows.resolveSibling(rows.getFileName() + "-position");
  }

  /** Returns when it has read so many. */
  void count(int events) throws IOException {
    long at = 0;
    int left = events;
    try (FileChannel file = FileChannel.open(rows)) {
      while (left > 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
        ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() - at));
        while (bytes.hasRemaining()) {
          file.read(bytes, at + bytes.position());
        }
        List<String> texts = texts(bytes.flip());
        if (!texts.isEmpty()) {
          left -= texts.size();
          at += bytes.position();
          keep(at);
        }
      }
    }
  }

  /** Up to the last that is whole. */
  private static List<String> texts(ByteBuffer bytes) {
    List<String> texts = new ArrayList<>();
    while (bytes.remaining() >= Integer.BYTES
        && bytes.getInt(bytes.position()) <= bytes.remaining() - Integer.BYTES) {
      int length = bytes.getInt();
      int from = bytes.arrayOffset() + bytes.position();
      texts.add(new String(bytes.array(), from, length, StandardCharsets.UTF_8));
      bytes.position(bytes.position() + length);
    }
    return texts;
  }

  private void keep(long at) throws IOException {
    Path next = position.resolveSibling(position.getFileName() + ".tmp");
    try (FileChannel file =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(Long.BYTES).putLong(at).flip());
      file.force(true);
    }
    Files.move(next, position, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(position.getParent())) {
      names.force(true);
    }
  }
}
