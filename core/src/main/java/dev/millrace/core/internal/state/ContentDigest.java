package dev.millrace.core.internal.state;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * SHA-256 of what state says, not of how it is written. Numbers are big-endian, texts and arrays
 * follow their length.
 *
 * <pre>{@code
 * object  'O', how many fields; then name and value of each, in the order of the names
 * table   'T', layouts of keys and states, how many keys; then key, state, whether there is a time,
 *         time of each, in the order of the keys' bytes
 * opaque  'B', the same layouts, how many blocks; then the blocks of the log of a table whose codecs
 *         nobody knows
 * window  'W', layout of the elements, how many batches; then id, time and content of each
 * value   'l' int64, 'b' boolean, 's' text, 'a' list of texts, 'f' 'i' 'n' 'r' arrays of double,
 *         int64, int32, byte
 * }</pre>
 */
public final class ContentDigest {
  private final MessageDigest digest;
  private final DataOutputStream out;
  private final Consumer<String> opaque;

  private ContentDigest(Consumer<String> opaque) {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
    this.out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    this.opaque = opaque;
  }

  /** Writes what is digested. */
  @FunctionalInterface
  public interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /** The digest of some bytes. */
  public static byte[] of(Content content) {
    ContentDigest whole = new ContentDigest(name -> {});
    try {
      content.writeTo(whole.out);
    } catch (IOException e) {
      throw new AssertionError("a digest takes everything", e);
    }
    return whole.digest.digest();
  }

  /**
   * The digest of a part.
   *
   * @param opaque is told what could only be compared by the blocks of its log
   * @throws CheckpointException when it is not whole
   */
  public static byte[] of(StateReader part, Consumer<String> opaque) {
    ContentDigest whole = new ContentDigest(opaque);
    try {
      whole.add(part);
    } catch (IOException e) {
      throw new AssertionError("a digest takes everything", e);
    }
    return whole.digest.digest();
  }

  private void add(StateReader in) throws IOException {
    if (StoredTable.is(in)) {
      addTable(in);
    } else if (StoredWindow.is(in)) {
      addWindow(StoredWindow.of(in));
    } else {
      List<String> names = in.names().stream().sorted().toList();
      out.writeByte('O');
      out.writeInt(names.size());
      for (String name : names) {
        addText(name);
        addValue(in.value(name));
      }
    }
  }

  private void addTable(StateReader in) throws IOException {
    Optional<StoredTable> table = StoredTable.of(in);
    out.writeByte(table.isPresent() ? 'T' : 'B');
    addText(in.getString("keys"));
    addText(in.getString("states"));
    if (table.isPresent()) {
      var entries = table.get().entries();
      out.writeInt(entries.size());
      for (var entry : entries.entrySet()) {
        addBytes(entry.getKey());
        addBytes(entry.getValue().state());
        out.writeBoolean(entry.getValue().time().isPresent());
        out.writeLong(entry.getValue().time().orElse(0));
      }
    } else {
      opaque.accept(in.part());
      addBlocks(in.has("groups") ? StoredTable.blocks(in) : blocksOfFormat1(in));
    }
  }

  private static List<byte[]> blocksOfFormat1(StateReader in) {
    return in.names().stream()
        .filter(name -> name.startsWith("p") && !name.equals("partitions"))
        .map(name -> in.get(name).getBytes("entries"))
        .toList();
  }

  private void addBlocks(List<byte[]> blocks) throws IOException {
    out.writeInt(blocks.size());
    for (byte[] block : blocks) {
      addBytes(block);
    }
  }

  private void addWindow(StoredWindow window) throws IOException {
    out.writeByte('W');
    addText(window.elements());
    out.writeInt(window.ids().size());
    for (int i = 0; i < window.ids().size(); i++) {
      out.writeLong(window.ids().get(i));
      addText(window.times().get(i));
      addBytes(window.blocks().get(i));
    }
  }

  private void addValue(Object value) throws IOException {
    if (value instanceof StateReader nested) {
      add(nested);
    } else if (value instanceof Long number) {
      out.writeByte('l');
      out.writeLong(number);
    } else if (value instanceof Boolean flag) {
      out.writeByte('b');
      out.writeBoolean(flag);
    } else if (value instanceof String text) {
      out.writeByte('s');
      addText(text);
    } else if (value instanceof List<?> texts) {
      out.writeByte('a');
      out.writeInt(texts.size());
      for (Object text : texts) {
        addText((String) text);
      }
    } else {
      addArray(value);
    }
  }

  private void addArray(Object value) throws IOException {
    if (value instanceof double[] numbers) {
      out.writeByte('f');
      out.writeInt(numbers.length);
      for (double number : numbers) {
        out.writeLong(Double.doubleToRawLongBits(number));
      }
    } else if (value instanceof long[] numbers) {
      out.writeByte('i');
      out.writeInt(numbers.length);
      for (long number : numbers) {
        out.writeLong(number);
      }
    } else if (value instanceof int[] numbers) {
      out.writeByte('n');
      out.writeInt(numbers.length);
      for (int number : numbers) {
        out.writeInt(number);
      }
    } else {
      out.writeByte('r');
      addBytes((byte[]) value);
    }
  }

  private void addText(String text) throws IOException {
    writeText(text, out);
  }

  private void addBytes(byte[] bytes) throws IOException {
    writeBytes(bytes, out);
  }

  /** A text as it counts in a digest. */
  public static void writeText(String text, DataOutputStream out) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
