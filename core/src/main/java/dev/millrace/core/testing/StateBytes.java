package dev.millrace.core.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What is known here of the bytes of a {@link dev.millrace.core.checkpoint.StateWriter}. */
final class StateBytes {
  private static final int PREFIX = 8;
  private static final int LENGTH_AT = 4;
  private static final JsonFactory JSON = new JsonFactory();

  private StateBytes() {}

  /** Says the length of the header anew, so that what was damaged in it is read. */
  static byte[] mended(byte[] state) {
    if (state.length < PREFIX) {
      return state;
    }
    byte[] header = Arrays.copyOfRange(state, PREFIX, state.length);
    try (JsonParser parser = JSON.createParser(header)) {
      parser.nextToken();
      parser.skipChildren();
      int length = (int) parser.currentLocation().getByteOffset();
      ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).putInt(LENGTH_AT, length);
    } catch (IOException e) {
      return state;
    }
    return state;
  }
}
