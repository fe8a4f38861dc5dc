package dev.millrace.core.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Collects the state of one named part of a pipeline as self-describing data: named scalars and
 * texts go into a JSON object, arrays into a binary tail that the JSON points to. Nothing in it
 * depends on a class name, so the code may change and {@link StateReader} still reads it.
 *
 * <p>Names are unique within one object. Arrays are copied at once and not kept. Doubles keep every
 * bit. Equal calls in equal order give equal bytes. Not thread-safe.
 *
 * <pre>{@code
 * bytes = magic "MST1" | int32 length of JSON | JSON (UTF-8) | tail
 * array = {"type":"f64|i64|i32|raw","at":offset in tail,"count":elements}   little-endian
 * }</pre>
 */
public final class StateWriter {
  static final int MAGIC = 0x3154534D; // "MST1", little-endian

  private final ObjectNode json;
  private final ByteArrayOutputStream tail;
  private final Optional<StateFiles> files;
  private final List<StateRange> ranges;

  /** Everything that is written goes into {@link #toBytes}. */
  public StateWriter() {
    this(Optional.empty());
  }

  /** Large parts may go to files of their own. */
  public StateWriter(StateFiles files) {
    this(Optional.of(files));
  }

  private StateWriter(Optional<StateFiles> files) {
    this(
        JsonNodeFactory.instance.objectNode(),
        new ByteArrayOutputStream(),
        files,
        new ArrayList<>());
  }

  private StateWriter(
      ObjectNode json,
      ByteArrayOutputStream tail,
      Optional<StateFiles> files,
      List<StateRange> ranges) {
    this.json = json;
    this.tail = tail;
    this.files = files;
    this.ranges = ranges;
  }

  /** Where state goes that is not written anew at each commit, if it may go anywhere. */
  public Optional<StateFiles> files() {
    return files;
  }

  /** Says that what is written is not whole without these files. */
  public void uses(StateRange range) {
    if (range.files() > 0) {
      ranges.add(range);
    }
  }

  /** The files without which what is written is not whole. */
  public List<StateRange> uses() {
    return Collections.unmodifiableList(ranges);
  }

  /** A writer of its own over the same files, for bytes that are then put into this one. */
  public StateWriter detached() {
    return new StateWriter(
        JsonNodeFactory.instance.objectNode(), new ByteArrayOutputStream(), files, ranges);
  }

  public StateWriter put(String name, long value) {
    json(name).put(name, value);
    return this;
  }

  /** Kept bit for bit, NaN and infinities included. */
  public StateWriter put(String name, double value) {
    return put(name, new double[] {value});
  }

  public StateWriter put(String name, boolean value) {
    json(name).put(name, value);
    return this;
  }

  public StateWriter put(String name, String value) {
    json(name).put(name, value);
    return this;
  }

  public StateWriter put(String name, List<String> values) {
    var array = json(name).putArray(name);
    values.forEach(array::add);
    return this;
  }

  public StateWriter put(String name, double[] values) {
    return put(name, values, values.length);
  }

  /** Writes the first {@code count} elements. */
  public StateWriter put(String name, double[] values, int count) {
    byte[] bytes = array(name, "f64", count, (long) count * Double.BYTES);
    littleEndian(bytes).asDoubleBuffer().put(values, 0, count);
    tail.writeBytes(bytes);
    return this;
  }

  public StateWriter put(String name, long[] values) {
    return put(name, values, values.length);
  }

  /** Writes the first {@code count} elements. */
  public StateWriter put(String name, long[] values, int count) {
    byte[] bytes = array(name, "i64", count, (long) count * Long.BYTES);
    littleEndian(bytes).asLongBuffer().put(values, 0, count);
    tail.writeBytes(bytes);
    return this;
  }

  public StateWriter put(String name, int[] values) {
    return put(name, values, values.length);
  }

  /** Writes the first {@code count} elements. */
  public StateWriter put(String name, int[] values, int count) {
    byte[] bytes = array(name, "i32", count, (long) count * Integer.BYTES);
    littleEndian(bytes).asIntBuffer().put(values, 0, count);
    tail.writeBytes(bytes);
    return this;
  }

  public StateWriter put(String name, byte[] values) {
    return put(name, values, 0, values.length);
  }

  /** Writes {@code count} bytes from {@code offset} on. */
  public StateWriter put(String name, byte[] values, int offset, int count) {
    array(name, "raw", count, 0);
    tail.write(values, offset, count);
    return this;
  }

  /** Writes a nested object. */
  public StateWriter put(String name, Consumer<StateWriter> nested) {
    nested.accept(new StateWriter(json(name).putObject(name), tail, files, ranges));
    return this;
  }

  /** Everything written so far, as bytes; see the layout above. */
  public byte[] toBytes() {
    byte[] header = json.toString().getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[8 + header.length + tail.size()];
    littleEndian(bytes).putInt(MAGIC).putInt(header.length).put(header).put(tail.toByteArray());
    return bytes;
  }

  private ObjectNode json(String name) {
    if (json.has(name)) {
      throw new IllegalArgumentException("state field '" + name + "' written twice");
    }
    return json;
  }

  private byte[] array(String name, String type, int count, long bytes) {
    if (bytes > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "state field '" + name + "' of " + bytes + " bytes exceeds 2 GiB");
    }
    json(name).putObject(name).put("type", type).put("at", tail.size()).put("count", count);
    return new byte[(int) bytes];
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
