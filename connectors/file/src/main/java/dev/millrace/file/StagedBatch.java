package dev.millrace.file;

import dev.millrace.core.file.FileTree.Entry;
import dev.millrace.core.sink.OpenFolders.Part;
import dev.millrace.core.sink.OpenFolders.Roll;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
  private static final int BUFFER = 256 << 10;

  private final OutputDirectory directory;
  private final Entry file;
  private final Header header;
  private final long contentStart;

  private StagedBatch(OutputDirectory directory, Entry file, Header header, long contentStart) {
    this.directory = directory;
    this.file = file;
    this.header = header;
    this.contentStart = contentStart;
  }

  /** Writes it, durably. */
  static StagedBatch write(
      OutputDirectory directory, String name, Header header, List<byte[]> contents)
      throws IOException {
    byte[] json = Json.MAPPER.writeValueAsBytes(header);
    List<byte[]> all = new ArrayList<>();
    all.add(json);
    all.add(new byte[] {'\n'});
    all.addAll(contents);
    directory.write(name, all);
    long size = all.stream().mapToLong(piece -> piece.length).sum();
    return new StagedBatch(directory, new Entry(name, size, ""), header, json.length + 1L);
  }

  static StagedBatch read(OutputDirectory directory, Entry file) throws IOException {
    ByteOutput line = new ByteOutput();
    try (InputStream in = new BufferedInputStream(directory.tree().open(file, 0))) {
      int value = in.read();
      while (value >= 0 && value != '\n' && line.size() < LONGEST_HEADER) {
        line.write(value);
        value = in.read();
      }
      if (value == '\n') {
        Header header = Json.MAPPER.readValue(line.toBytes(), Header.class);
        return new StagedBatch(directory, file, header, line.size() + 1L);
      }
    }
    throw new IOException(
        directory.where(file.name()) + " is not what the sink wrote; a part of it is missing");
  }

  Header header() {
    return header;
  }

  /** Copies what it brings to the folder's file. */
  void copy(String folder, OutputStream out) throws IOException {
    long position = contentStart;
    for (Part part : header.parts()) {
      if (part.folder().equals(folder)) {
        copy(position, part.bytes(), out);
        return;
      }
      position += part.bytes();
    }
  }

  private void copy(long position, long bytes, OutputStream out) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, bytes)];
    try (InputStream in = directory.tree().open(file, position)) {
      for (long left = bytes; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new IOException(
              directory.where(file.name()) + " is shorter than the sink wrote it");
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }

  void delete() throws IOException {
    directory.tree().delete(file.name());
  }
}
