package dev.millrace.core.internal.state;

import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.checkpoint.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A file of a {@link StateLog}. Numbers are little-endian.
 *
 * <pre>{@code
 * at        bytes  what
 * 0         4      magic "MRSF"
 * 4         4      format version, now 1
 * 8         8      batch of the file before it in the log, or -1
 * 16        4      CRC32C of that file
 * 20        …      blocks: int64 batch, int32 length, bytes
 * size - 4  4      CRC32C of everything before it
 * }</pre>
 */
public final class StateFile {
  private static final int MAGIC = 0x4653524D; // "MRSF", little-endian
  private static final int VERSION = 1;
  private static final int HEADER = 20;
  private static final int FRAME = 12;
  private static final int TRAILER = 4;

  /** What a file says of the one before it. */
  record Link(long batchId, int crc) {}

  private final StateRange.FileName name;
  private final byte[] content;
  private final ByteBuffer bytes;
  private final List<Integer> frames = new ArrayList<>();

  private StateFile(StateRange.FileName name, byte[] bytes) {
    this.name = name;
    this.content = bytes;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What names of files begin with: FNV-1a of the name, 64 bits. */
  static String key(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return String.format(Locale.ROOT, "%016x", hash);
  }

  /** The files of a range, oldest first, all of them. */
  static List<StateRange.FileName> find(Storage storage, StateRange range) {
    List<StateRange.FileName> found;
    try {
      found =
          storage.list().stream()
              .map(StateRange.FileName::parse)
              .flatMap(Optional::stream)
              .filter(range::contains)
              .toList();
    } catch (IOException e) {
      throw new DamagedStateException("the state files in " + storage + " cannot be listed: " + e);
    }
    if (found.size() != range.files()) {
      throw new DamagedStateException(
          range.files()
              + " files state-"
              + range.key()
              + "-… expected in "
              + storage
              + ", found "
              + found.size());
    }
    return found;
  }

  /**
   * Reads a file in full.
   *
   * @throws DamagedStateException saying what is wrong with it
   */
  public static void verify(Storage storage, StateRange.FileName name) throws IOException {
    read(storage, name);
  }

  static StateFile read(Storage storage, StateRange.FileName name) throws IOException {
    byte[] bytes;
    try (InputStream in = storage.read(name.toString())) {
      bytes = in.readAllBytes();
    } catch (NoSuchFileException e) {
      throw new DamagedStateException(name + " in " + storage + " is missing");
    }
    StateFile file = new StateFile(name, bytes);
    file.verify();
    return file;
  }

  private void verify() {
    int end = bytes.capacity() - TRAILER;
    if (end < HEADER || bytes.getInt(0) != MAGIC) {
      throw damaged("is not a state file");
    }
    CRC32C crc = new CRC32C();
    crc.update(content, 0, end);
    if ((int) crc.getValue() != bytes.getInt(end)) {
      throw damaged("does not match its checksum");
    }
    if (bytes.getInt(4) != VERSION) {
      throw damaged("has format " + bytes.getInt(4) + ", known is " + VERSION);
    }
    int at = HEADER;
    while (at < end) {
      int length = end - at < FRAME ? -1 : bytes.getInt(at + 8);
      if (length < 0 || length > end - at - FRAME) {
        throw damaged("has a block that does not lie in it");
      }
      frames.add(at);
      at += FRAME + length;
    }
  }

  int blocks() {
    return frames.size();
  }

  long batchId(int block) {
    return bytes.getLong(frames.get(block));
  }

  byte[] block(int block) {
    int at = frames.get(block);
    return Arrays.copyOfRange(content, at + FRAME, at + FRAME + bytes.getInt(at + 8));
  }

  Link link() {
    return new Link(name.batchId(), bytes.getInt(bytes.capacity() - TRAILER));
  }

  void requirePrevious(Link link) {
    if (bytes.getLong(8) != link.batchId || bytes.getInt(16) != link.crc) {
      throw damaged("does not follow the file before it");
    }
  }

  private DamagedStateException damaged(String what) {
    return new DamagedStateException(name + " " + what);
  }

  /** Puts a file together. */
  static final class Builder {
    private final List<byte[]> pieces = new ArrayList<>();
    private int crc;

    Builder(Link previous) {
      pieces.add(
          ByteBuffer.allocate(HEADER)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(MAGIC)
              .putInt(VERSION)
              .putLong(previous.batchId)
              .putInt(previous.crc)
              .array());
    }

    void add(long batchId, byte[] block) {
      pieces.add(
          ByteBuffer.allocate(FRAME)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(batchId)
              .putInt(block.length)
              .array());
      pieces.add(block);
    }

    /** Everything, to be written piece by piece. */
    List<byte[]> pieces() {
      CRC32C sum = new CRC32C();
      pieces.forEach(sum::update);
      crc = (int) sum.getValue();
      pieces.add(ByteBuffer.allocate(TRAILER).order(ByteOrder.LITTLE_ENDIAN).putInt(crc).array());
      return pieces;
    }

    int crc() {
      return crc;
    }
  }
}
