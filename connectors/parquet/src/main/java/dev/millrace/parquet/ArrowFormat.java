package dev.millrace.parquet;

import dev.millrace.core.SourceException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Arrow's IPC: streams as they are, and files, which are a stream between two magic words and an
 * index that is not needed.
 */
record ArrowFormat<T>(RowShape<T> shape, int maxRecordBytes) implements TableFormat<T> {
  /** What stands in front of a message's length, but for the oldest streams. */
  private static final int CONTINUES = -1;

  private static final byte[] MAGIC = "ARROW1\0\0".getBytes(StandardCharsets.US_ASCII);

  @Override
  public Outline outline(Place place, Place.Entry file) throws IOException {
    List<Long> ends = new ArrayList<>();
    long rows = 0;
    long bytes = 0;
    try (DataInputStream in = new DataInputStream(stream(place, file))) {
      for (Message message = message(in, file); message != null; message = message(in, file)) {
        if (message.headerType() == MessageHeader.RecordBatch) {
          rows += ((RecordBatch) message.header(new RecordBatch())).length();
          bytes += message.bodyLength();
          ends.add(rows);
        }
        in.skipNBytes(message.bodyLength());
      }
    } catch (EOFException | RuntimeException e) {
      throw new SourceException(
          file.path() + " is no Arrow stream or file, or damaged: " + e.getMessage(), e);
    }
    return new Outline(ends, bytes);
  }

  /** The next message without its body; null at the end. A length that cannot be is none. */
  private static Message message(DataInputStream in, Place.Entry file) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int rest = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
    int length = first | rest << 8;
    if (length == CONTINUES) {
      length = Integer.reverseBytes(in.readInt());
    }
    if (length == 0) {
      return null;
    }
    if (length < 0 || length > file.length()) {
      throw new EOFException("a message of " + length + " bytes in " + file.length());
    }
    Message message = Message.getRootAsMessage(ByteBuffer.wrap(in.readNBytes(length)));
    if (message.bodyLength() < 0 || message.bodyLength() > file.length()) {
      throw new EOFException("a body of " + message.bodyLength() + " bytes in " + file.length());
    }
    return message;
  }

  @Override
  public Cursor<T> open(Place place, Place.Entry file, long row) throws IOException {
    return ArrowCursor.open(stream(place, file), file.name(), shape, maxRecordBytes, row);
  }

  private static InputStream stream(Place place, Place.Entry file) throws IOException {
    try (InputStream in = place.fileSystem().open(file.path())) {
      byte[] first = in.readNBytes(MAGIC.length);
      InputStream stream = place.fileSystem().open(file.path());
      if (Arrays.equals(first, MAGIC)) {
        stream.skipNBytes(MAGIC.length);
      }
      return stream;
    }
  }

  @Override
  public String toString() {
    return "Arrow";
  }
}
