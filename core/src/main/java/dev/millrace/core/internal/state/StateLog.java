package dev.millrace.core.internal.state;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateFiles;
import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.internal.checkpoint.DurableFiles;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * State that is written once and stays: blocks of bytes, appended batch by batch and dropped from
 * the front. The newest blocks stand in every checkpoint until they are {@value #INLINE_BYTES}
 * bytes together; then they go to a file that checkpoints merely count. So a commit costs what is
 * appended, and seldom a file more.
 *
 * <p>In a checkpoint:
 *
 * <pre>{@code
 * key                   of the names of its files
 * from                  the oldest batch that counts
 * files, last, lastFiles  how many files there are, the batch of the newest, how many that batch has
 * crc                   of the newest file; each file names the one before it with its CRC
 * batches, lengths      of the blocks that follow
 * blocks                back to back
 * }</pre>
 *
 * <p>What goes to which file depends on the blocks alone, so equal histories give equal files.
 */
public final class StateLog {
  /** Beyond this a checkpoint is slowed down more by carrying the blocks than by another file. */
  public static final int INLINE_BYTES = 64 << 10;

  /** A file is not made larger than this and one block. */
  private static final int FILE_BYTES = 8 << 20;

  private static final class Block {
    private final long batchId;
    private final byte[] bytes;

    Block(long batchId, byte[] bytes) {
      this.batchId = batchId;
      this.bytes = bytes;
    }
  }

  /** Takes blocks, oldest first. */
  @FunctionalInterface
  public interface Reader {
    void accept(long batchId, byte[] block) throws IOException;
  }

  private final String key;
  private final Deque<Block> inline = new ArrayDeque<>();
  private long inlineBytes;

  /** The files that count, oldest first. */
  private final Deque<StateRange.FileName> files = new ArrayDeque<>();

  private long from;
  private long last = -1;
  private int lastFiles;
  private int lastCrc;
  private long newest = -1;

  /**
   * @param name whose state it is, unlike any other name in the pipeline
   */
  public StateLog(String name) {
    this(new Key(StateFile.key(name)));
  }

  private StateLog(Key key) {
    this.key = key.digits;
  }

  /** A log under the name, whatever it was, that something was saved under; to be restored. */
  public static StateLog of(StateReader in) {
    return new StateLog(new Key(in.getString("key")));
  }

  /** What the names of files begin with. */
  private record Key(String digits) {}

  /** The batch of the newest block, or -1. */
  public long newest() {
    return newest;
  }

  /** Adds a block to the batch that is being committed. */
  public void append(long batchId, byte[] block, Optional<StateFiles> to) {
    inline.addLast(new Block(batchId, block));
    inlineBytes += block.length;
    newest = batchId;
    if (to.isPresent() && inlineBytes > FILE_BYTES) {
      flush(to.get());
    }
  }

  /** Blocks of earlier batches no longer count. */
  public void dropBefore(long batchId) {
    from = batchId;
    while (!inline.isEmpty() && inline.peekFirst().batchId < batchId) {
      inlineBytes -= inline.removeFirst().bytes.length;
    }
    while (!files.isEmpty() && files.peekFirst().batchId() < batchId) {
      files.removeFirst();
    }
  }

  public void save(StateWriter out) {
    if (inlineBytes > INLINE_BYTES && out.files().isPresent()) {
      flush(out.files().get());
    }
    byte[] blocks = new byte[(int) inlineBytes];
    int at = 0;
    for (Block block : inline) {
      System.arraycopy(block.bytes, 0, blocks, at, block.bytes.length);
      at += block.bytes.length;
    }
    out.put("key", key).put("from", from).put("files", files.size());
    out.put("last", last).put("lastFiles", lastFiles).put("crc", lastCrc);
    out.put("batches", inline.stream().mapToLong(block -> block.batchId).toArray());
    out.put("lengths", inline.stream().mapToInt(block -> block.bytes.length).toArray());
    out.put("blocks", blocks);
    out.uses(new StateRange(key, from, last, lastFiles, files.size()));
  }

  /** The files of what was saved. */
  static StateRange range(StateReader in) {
    return new StateRange(
        in.getString("key"),
        in.getLong("from"),
        in.getLong("last"),
        in.getInt("lastFiles", 0, Integer.MAX_VALUE),
        in.getInt("files", 0, Integer.MAX_VALUE));
  }

  /** Takes over what was saved; files are looked for, and read by {@link #read}. */
  public void restore(StateReader in) {
    if (!in.getString("key").equals(key)) {
      throw new CheckpointException(
          in.part() + ": state files of another key, " + in.getString("key"));
    }
    from = in.getLong("from");
    last = in.getLong("last");
    lastFiles = in.getInt("lastFiles", 0, Integer.MAX_VALUE);
    lastCrc = in.getInt("crc", Integer.MIN_VALUE, Integer.MAX_VALUE);
    restoreInline(in);
    newest = inline.isEmpty() ? last : inline.peekLast().batchId;
    StateRange range = range(in);
    if (range.files() > 0) {
      files.addAll(StateFile.find(storage(in), range));
    }
  }

  private void restoreInline(StateReader in) {
    long[] batches = in.getLongs("batches");
    int[] lengths = in.getInts("lengths");
    byte[] blocks = in.getBytes("blocks");
    if (batches.length != lengths.length) {
      throw new CheckpointException(in.part() + ": lists of different lengths");
    }
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] < 0 || lengths[i] > blocks.length - at) {
        throw new CheckpointException(in.part() + ": block " + i + " does not lie in the data");
      }
      byte[] block = new byte[lengths[i]];
      System.arraycopy(blocks, at, block, 0, lengths[i]);
      inline.addLast(new Block(batches[i], block));
      at += lengths[i];
    }
    inlineBytes = at;
  }

  /**
   * Reads all blocks that count, oldest first; files are verified.
   *
   * @param in what {@link #restore} was given
   * @throws DamagedStateException when a file is missing or not what it was
   */
  public void read(StateReader in, Reader reader) {
    try {
      List<StateRange.FileName> names = new ArrayList<>(files);
      StateFile.Link link = null;
      for (int i = 0; i < names.size(); i++) {
        StateFile file = StateFile.read(storage(in), names.get(i));
        if (link != null) {
          file.requirePrevious(link);
        }
        link = file.link();
        for (int block = 0; block < file.blocks(); block++) {
          if (file.batchId(block) >= from) {
            reader.accept(file.batchId(block), file.block(block));
          }
        }
      }
      if (link != null && link.crc() != lastCrc) {
        throw new DamagedStateException(names.get(names.size() - 1) + " is not the file it was");
      }
      for (Block block : inline) {
        reader.accept(block.batchId, block.bytes);
      }
    } catch (IOException e) {
      throw new CheckpointException(in.part() + " cannot be read: " + e, e);
    }
  }

  private void flush(StateFiles to) {
    int number = last == to.batchId() ? lastFiles : 0;
    StateRange.FileName name = new StateRange.FileName(key, to.batchId(), number);
    StateFile.Builder file = new StateFile.Builder(new StateFile.Link(last, lastCrc));
    inline.forEach(block -> file.add(block.batchId, block.bytes));
    List<byte[]> pieces = file.pieces();
    try {
      DurableFiles.write(to.storage(), name.toString(), pieces);
    } catch (IOException e) {
      throw new CheckpointException(e.getMessage(), e);
    }
    files.addLast(name);
    last = to.batchId();
    lastFiles = number + 1;
    lastCrc = file.crc();
    inline.clear();
    inlineBytes = 0;
  }

  private static Storage storage(StateReader in) {
    return in.storage()
        .orElseThrow(
            () ->
                new CheckpointException(
                    in.part() + " lies in files, but was read without their storage"));
  }
}
