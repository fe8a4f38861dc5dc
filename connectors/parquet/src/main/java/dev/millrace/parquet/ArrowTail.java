package dev.millrace.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream of Arrow without the record batches in front of the one that holds a row; schema and
 * dictionaries stay. So a reader comes to its row without unpacking what stands before. Used by one
 * thread.
 */
final class ArrowTail extends InputStream {
  private final ArrowMessages messages;
  private final long row;
  private InputStream head = InputStream.nullInputStream();
  private long bodyLeft;
  private long rowsSkipped;
  private boolean isThere;

  /**
   * @param row that the stream is to hold; what follows is not looked at
   */
  ArrowTail(ArrowMessages messages, long row) {
    this.messages = messages;
    this.row = row;
  }

  /** How many rows are left out, once anything behind them was read. */
  long rowsSkipped() {
    return rowsSkipped;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = head.read(bytes, offset, length);
    if (read >= 0) {
      return read;
    }
    if (isThere) {
      return messages.rest().read(bytes, offset, length);
    }
    if (bodyLeft > 0) {
      read = messages.rest().read(bytes, offset, (int) Math.min(length, bodyLeft));
      bodyLeft -= Math.max(read, 0);
      return read;
    }
    return nextMessage() ? read(bytes, offset, length) : -1;
  }

  /** Passes over record batches; whether there is anything else. */
  private boolean nextMessage() throws IOException {
    while (messages.next()) {
      boolean isBatch = messages.isRecordBatch();
      if (!isBatch || rowsSkipped + messages.rows() > row) {
        head = new ByteArrayInputStream(messages.head());
        bodyLeft = messages.bodyLength();
        isThere = isBatch;
        return true;
      }
      rowsSkipped += messages.rows();
      messages.skipBody();
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    messages.close();
  }
}
