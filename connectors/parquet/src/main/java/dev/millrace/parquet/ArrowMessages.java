package dev.millrace.parquet;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Walks over the messages of Arrow's IPC: a stream, or a file, which is a stream between two magic
 * words and an index that is not needed. Used by one thread.
 */
final class ArrowMessages implements Closeable {
  /** What stands in front of a message's length, but for the oldest streams. */
  private static final int CONTINUES = -1;

  private static final byte[] MAGIC = "ARROW1\0\0".getBytes(StandardCharsets.US_ASCII);

  private final DataInputStream in;
  private final long fileLength;
  private byte[] metadata = {};
  private Message message;

  private ArrowMessages(InputStream in, long fileLength) {
    this.in = new DataInputStream(in);
    this.fileLength = fileLength;
  }

  static ArrowMessages open(Place place, Place.Entry file) throws IOException {
    try (InputStream in = place.fileSystem().open(file.path())) {
      byte[] first = in.readNBytes(MAGIC.length);
      InputStream stream = place.fileSystem().open(file.path());
      if (Arrays.equals(first, MAGIC)) {
        stream.skipNBytes(MAGIC.length);
      }
      return new ArrowMessages(stream, file.length());
    }
  }

  /**
   * Finds the next message, from behind the body of the one before; false at the end.
   *
   * @throws EOFException when a length cannot be
   */
  boolean next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return false;
    }
    int rest = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
    int length = first | rest << 8;
    if (length == CONTINUES) {
      length = Integer.reverseBytes(in.readInt());
    }
    if (length == 0) {
      return false;
    }
    if (length < 0 || length > fileLength) {
      throw new EOFException("a message of " + length + " bytes in " + fileLength);
    }
    metadata = in.readNBytes(length);
    message = Message.getRootAsMessage(ByteBuffer.wrap(metadata));
    if (bodyLength() < 0 || bodyLength() > fileLength) {
      throw new EOFException("a body of " + bodyLength() + " bytes in " + fileLength);
    }
    return true;
  }

  boolean isRecordBatch() {
    return message.headerType() == MessageHeader.RecordBatch;
  }

  /** Of a record batch. */
  long rows() {
    return ((RecordBatch) message.header(new RecordBatch())).length();
  }

  long bodyLength() {
    return message.bodyLength();
  }

  void skipBody() throws IOException {
    in.skipNBytes(bodyLength());
  }

  /** The message as it stands in a stream, up to its body. */
  byte[] head() {
    return ByteBuffer.allocate(2 * Integer.BYTES + metadata.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(CONTINUES)
        .putInt(metadata.length)
        .put(metadata)
        .array();
  }

  /** What follows: the body, once a message was found. */
  InputStream rest() {
    return in;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
