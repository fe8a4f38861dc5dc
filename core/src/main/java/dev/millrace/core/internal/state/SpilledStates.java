package dev.millrace.core.internal.state;

import dev.millrace.core.MillraceException;
import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.internal.collect.KeyIndex;
import dev.millrace.core.state.StateDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * States of a partition that lie in a file, by the numbers of their keys. States are appended, some
 * at a time, and read one by one; when more than half of the file is of no use any more, it is
 * written anew. The file has no name once it is open, so it is gone with the process: what must
 * last stands in checkpoints.
 */
final class SpilledStates<S> {
  private static final int NONE = -1;
  private static final int BUFFER = 256 << 10;
  private static final long MIN_GARBAGE = 16L << 20;

  private final StateDescriptor<?, S> descriptor;
  private final ByteOutput buffer = new ByteOutput();

  /** Null while everything fits into the buffer. */
  private RandomAccessFile file;

  private long written;
  private long live;

  /** By number: where the state begins, or -1, and how long it is. */
  private long[] positions = {};

  private int[] lengths = {};

  SpilledStates(StateDescriptor<?, S> descriptor) {
    this.descriptor = descriptor;
  }

  /** Bytes of the states that are here. */
  long bytes() {
    return live;
  }

  void put(int number, S state) {
    reserve(number);
    int from = buffer.size();
    try {
      descriptor.states().write(state, buffer);
      positions[number] = written + from;
      lengths[number] = buffer.size() - from;
      live += lengths[number];
      if (buffer.size() >= BUFFER) {
        flush();
      }
      if (written - live > Math.max(MIN_GARBAGE, live)) {
        rewrite();
      }
    } catch (IOException e) {
      throw failed("written to", e);
    }
  }

  S get(int number) {
    try {
      return descriptor.states().read(new ByteInput(read(number)));
    } catch (IOException e) {
      throw failed("read from", e);
    }
  }

  /** How many bytes of a key's state are here; 0 if it is not. */
  int length(int number) {
    return number < positions.length && positions[number] != NONE ? lengths[number] : 0;
  }

  void remove(int number) {
    live -= length(number);
    if (number < positions.length) {
      positions[number] = NONE;
    }
  }

  /**
   * Keys got other numbers.
   *
   * @param numbers the new number of each
   * @param size one more than the highest new number
   */
  void renumber(int[] numbers, int size) {
    long[] newPositions = new long[size];
    int[] newLengths = new int[size];
    Arrays.fill(newPositions, NONE);
    for (int number = 0; number < Math.min(numbers.length, positions.length); number++) {
      if (positions[number] != NONE) {
        newPositions[numbers[number]] = positions[number];
        newLengths[numbers[number]] = lengths[number];
      }
    }
    positions = newPositions;
    lengths = newLengths;
  }

  private byte[] read(int number) throws IOException {
    byte[] bytes = new byte[lengths[number]];
    if (positions[number] >= written) {
      int from = (int) (positions[number] - written);
      System.arraycopy(buffer.array(), from, bytes, 0, bytes.length);
    } else {
      file.seek(positions[number]);
      file.readFully(bytes);
    }
    return bytes;
  }

  private void flush() throws IOException {
    if (file == null) {
      file = open();
    }
    file.seek(written);
    file.write(buffer.array(), 0, buffer.size());
    written += buffer.size();
    buffer.clear();
  }

  /** Leaves out what is of no use any more. */
  private void rewrite() throws IOException {
    SpilledStates<S> kept = new SpilledStates<>(descriptor);
    for (int number = 0; number < positions.length; number++) {
      if (positions[number] != NONE) {
        byte[] bytes = read(number);
        positions[number] = kept.written + kept.buffer.size();
        kept.buffer.write(bytes);
        if (kept.buffer.size() >= BUFFER) {
          kept.flush();
        }
      }
    }
    if (kept.buffer.size() > 0) {
      kept.flush();
    }
    if (file != null) {
      file.close();
    }
    buffer.clear();
    file = kept.file;
    written = kept.written;
  }

  private static RandomAccessFile open() throws IOException {
    Path path = Files.createTempFile("millrace-", ".state");
    RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw");
    try {
      Files.delete(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit(); // where open files cannot lose their names
    }
    return opened;
  }

  private void reserve(int number) {
    if (number >= positions.length) {
      int before = positions.length;
      int room = Math.max(number + 1, KeyIndex.grown(before));
      positions = Arrays.copyOf(positions, room);
      lengths = Arrays.copyOf(lengths, room);
      Arrays.fill(positions, before, room, NONE);
    }
  }

  private MillraceException failed(String what, IOException e) {
    return new MillraceException(
        "state '"
            + descriptor.name()
            + "' cannot be "
            + what
            + " its spill file in "
            + System.getProperty("java.io.tmpdir")
            + ": "
            + e
            + "; see that there is room, or set java.io.tmpdir to where there is",
        e);
  }
}
