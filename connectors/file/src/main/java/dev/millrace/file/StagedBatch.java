package dev.millrace.file;

import dev.millrace.core.sink.OpenFolders.Part;
import dev.millrace.core.sink.OpenFolders.Roll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a batch brings to the files that are open, and which of them are complete with it: a file of
 * a line of JSON, followed by the content of each part.
 */
final class StagedBatch {
  /** The line of JSON. */
  record Header(long time, List<Part> parts, List<Roll> rolls) {}

  private static final int LONGEST_HEADER = 256 << 20;

  private final Path file;
  private final Header header;
  private final long contentStart;

  private StagedBatch(Path file, Header header, long contentStart) {
    this.file = file;
    this.header = header;
    this.contentStart = contentStart;
  }

  /** Writes it, durably. */
  static StagedBatch write(Path file, Header header, List<byte[]> contents) throws IOException {
    byte[] json = Json.MAPPER.writeValueAsBytes(header);
    List<byte[]> all = new ArrayList<>();
    all.add(json);
    all.add(new byte[] {'\n'});
    all.addAll(contents);
    DurableFiles.write(file, all);
    return new StagedBatch(file, header, json.length + 1L);
  }

  static StagedBatch read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(8 << 10);
      int looked = 0;
      while (channel.read(buffer) >= 0 && buffer.position() < LONGEST_HEADER) {
        for (; looked < buffer.position(); looked++) {
          if (buffer.get(looked) == '\n') {
            Header header = Json.MAPPER.readValue(buffer.array(), 0, looked, Header.class);
            return new StagedBatch(file, header, looked + 1L);
          }
        }
        if (!buffer.hasRemaining()) {
          buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer.flip());
        }
      }
    }
    throw new IOException(file + " is not what the sink wrote; a part of it is missing");
  }

  Header header() {
    return header;
  }

  /** Copies what it brings to the folder's file. */
  void copy(String folder, FileChannel out) throws IOException {
    long position = contentStart;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (Part part : header.parts()) {
        if (part.folder().equals(folder)) {
          long end = position + part.bytes();
          while (position < end) {
            long copied = channel.transferTo(position, end - position, out);
            if (copied <= 0) {
              throw new IOException(file + " is shorter than the sink wrote it");
            }
            position += copied;
          }
          return;
        }
        position += part.bytes();
      }
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
