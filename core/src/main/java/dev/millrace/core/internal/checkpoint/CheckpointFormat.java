package dev.millrace.core.internal.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.source.Offset;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The bytes of a checkpoint file. Numbers are little-endian.
 *
 * <pre>{@code
 * at            bytes  what
 * 0             4      magic "MRCK"
 * 4             4      format version, now 2
 * 8             4      length h of the header
 * 12            4      CRC32C of the header
 * 16            h      header, JSON in UTF-8 (below)
 * 16 + h        …      the sections, back to back, in the order of the header
 * size - 4      4      CRC32C of everything before it; in every version
 * }</pre>
 *
 * <pre>{@code
 * {"pipeline":"fraud", "batchId":41, "batchTime":"2026-01-01T00:00:00Z", "firstBatchId":41, "run":3,
 *  "sources":{"trades":{"part-0":"1523"}},
 *  "sections":[{"name":"spend","kind":"full","offset":0,"length":918,"crc32c":1894017160}, …],
 *  "files":[{"key":"9f0c17aa52e1b3d4","from":12,"last":40,"lastFiles":1,"files":7}, …]}
 * }</pre>
 *
 * <p>{@code offset} counts from the first byte after the header; {@code kind} is "full", the whole
 * state of the part, save for what it keeps in {@code files}: those called {@code
 * state-<key>-<batch id>-<number>} whose batch id lies from {@code from} to {@code last}, {@code
 * files} altogether. Format 1 has no such files. A reader refuses a kind, or a format version, that
 * it does not know; it believes neither before the checksum over the whole has been verified, so a
 * damaged file is not mistaken for a newer one. Every length is checked against the file's size
 * before memory is taken. Nothing in a file depends on a class name.
 */
public final class CheckpointFormat {
  private static final int MAGIC = 0x4B43524D; // "MRCK", little-endian

  /** The version that is written. */
  public static final int VERSION = 2;

  private static final int FIRST_VERSION = 1;
  private static final int PREFIX = 16;
  private static final int TRAILER = 4;
  private static final String FULL = "full";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CheckpointFormat() {}

  /** The header of a checkpoint and how its sections lie. */
  private record Header(Checkpoint withoutParts, List<Section> sections) {
    Checkpoint with(Map<String, byte[]> parts) {
      return new Checkpoint(
          withoutParts.pipeline(),
          withoutParts.batchId(),
          withoutParts.batchTime(),
          withoutParts.firstBatchId(),
          withoutParts.run(),
          withoutParts.offsets(),
          parts,
          withoutParts.files());
    }
  }

  /** One section, as the header describes it. */
  private record Section(String name, String kind, long offset, long length, long crc) {}

  /** The pieces of the file, to be written one after the other; equal content, equal bytes. */
  public static List<byte[]> encode(Checkpoint checkpoint) {
    byte[] header = Json.bytes(json -> writeHeader(checkpoint, json));
    ByteBuffer prefix = ByteBuffer.allocate(PREFIX).order(ByteOrder.LITTLE_ENDIAN);
    prefix.putInt(MAGIC).putInt(VERSION).putInt(header.length).putInt((int) crc(header));
    List<byte[]> pieces = new ArrayList<>();
    pieces.add(prefix.array());
    pieces.add(header);
    pieces.addAll(checkpoint.parts().values());
    CRC32C whole = new CRC32C();
    pieces.forEach(whole::update);
    pieces.add(
        ByteBuffer.allocate(TRAILER)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) whole.getValue())
            .array());
    return pieces;
  }

  /**
   * Reads and verifies a whole file.
   *
   * @param size of the file in bytes
   * @throws CheckpointException saying what is wrong with it
   */
  public static Checkpoint decode(InputStream in, long size) throws IOException {
    CRC32C whole = new CRC32C();
    byte[] prefix = read(in, PREFIX, whole);
    try {
      requireKnownVersion(prefix);
    } catch (CheckpointVersionException e) {
      skip(in, size - PREFIX - TRAILER, whole);
      verifyWhole(in, whole);
      throw e;
    }
    int headerLength = headerLength(prefix, size);
    Header parsed = parse(prefix, read(in, headerLength, whole));
    checkLayout(parsed.sections(), size - PREFIX - headerLength - TRAILER);
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (Section section : parsed.sections()) {
      byte[] bytes = read(in, section.length(), whole);
      if (crc(bytes) != section.crc()) {
        throw new CheckpointException("part '" + section.name() + "' does not match its checksum");
      }
      parts.put(section.name(), bytes);
    }
    verifyWhole(in, whole);
    return parsed.with(parts);
  }

  /** Reads the header alone, verified by its own checksum; the result has no parts. */
  public static Checkpoint decodeHeader(InputStream in, long size) throws IOException {
    byte[] prefix = read(in, PREFIX, new CRC32C());
    requireKnownVersion(prefix);
    byte[] header = read(in, headerLength(prefix, size), new CRC32C());
    return parse(prefix, header).withoutParts();
  }

  /** The format version of a file, whether it is known here or not. */
  public static int version(InputStream in) throws IOException {
    ByteBuffer prefix =
        ByteBuffer.wrap(read(in, PREFIX, new CRC32C())).order(ByteOrder.LITTLE_ENDIAN);
    if (prefix.getInt(0) != MAGIC) {
      throw new CheckpointException("not a checkpoint file");
    }
    return prefix.getInt(4);
  }

  private static void writeHeader(Checkpoint checkpoint, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("pipeline", checkpoint.pipeline());
    json.writeNumberField("batchId", checkpoint.batchId());
    json.writeStringField("batchTime", checkpoint.batchTime().toString());
    json.writeNumberField("firstBatchId", checkpoint.firstBatchId());
    json.writeNumberField("run", checkpoint.run());
    json.writeObjectFieldStart("sources");
    for (Map.Entry<String, Map<String, Offset>> source : checkpoint.offsets().entrySet()) {
      json.writeObjectFieldStart(source.getKey());
      for (Map.Entry<String, Offset> split : source.getValue().entrySet()) {
        json.writeStringField(split.getKey(), split.getValue().value());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeArrayFieldStart("sections");
    long at = 0;
    for (Map.Entry<String, byte[]> part : checkpoint.parts().entrySet()) {
      byte[] bytes = part.getValue();
      json.writeStartObject();
      json.writeStringField("name", part.getKey());
      json.writeStringField("kind", FULL);
      json.writeNumberField("offset", at);
      json.writeNumberField("length", bytes.length);
      json.writeNumberField("crc32c", crc(bytes));
      json.writeEndObject();
      at += bytes.length;
    }
    json.writeEndArray();
    json.writeArrayFieldStart("files");
    for (StateRange range : checkpoint.files()) {
      json.writeStartObject();
      json.writeStringField("key", range.key());
      json.writeNumberField("from", range.from());
      json.writeNumberField("last", range.last());
      json.writeNumberField("lastFiles", range.lastFiles());
      json.writeNumberField("files", range.files());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void requireKnownVersion(byte[] prefix) {
    ByteBuffer in = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt(0) != MAGIC) {
      throw new CheckpointException("not a checkpoint file");
    }
    if (in.getInt(4) < FIRST_VERSION || in.getInt(4) > VERSION) {
      throw CheckpointVersionException.of(in.getInt(4), VERSION);
    }
  }

  private static int headerLength(byte[] prefix, long size) {
    int length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
    if (length < 2 || length > size - PREFIX - TRAILER) {
      throw new CheckpointException("header of " + length + " bytes in a file of " + size);
    }
    return length;
  }

  private static Header parse(byte[] prefix, byte[] header) {
    ByteBuffer in = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt(12) != (int) crc(header)) {
      throw new CheckpointException("header does not match its checksum");
    }
    try {
      return fields(MAPPER.readTree(header));
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      throw new CheckpointException("header cannot be read: " + e.getMessage(), e);
    }
  }

  private static Header fields(JsonNode json) {
    Map<String, Map<String, Offset>> offsets = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> source : json.required("sources").properties()) {
      Map<String, Offset> splits = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> split : source.getValue().properties()) {
        splits.put(split.getKey(), new Offset(split.getValue().asText()));
      }
      offsets.put(source.getKey(), splits);
    }
    List<Section> sections = new ArrayList<>();
    for (JsonNode section : json.required("sections")) {
      sections.add(
          new Section(
              section.required("name").asText(),
              section.required("kind").asText(),
              section.required("offset").asLong(-1),
              section.required("length").asLong(-1),
              section.required("crc32c").asLong(-1)));
    }
    Checkpoint checkpoint =
        new Checkpoint(
            json.required("pipeline").asText(),
            json.required("batchId").asLong(-1),
            Instant.parse(json.required("batchTime").asText()),
            json.required("firstBatchId").asLong(-1),
            json.required("run").asLong(-1),
            offsets,
            Map.of(),
            files(json));
    return new Header(checkpoint, sections);
  }

  private static List<StateRange> files(JsonNode json) {
    List<StateRange> ranges = new ArrayList<>();
    for (JsonNode range : json.path("files")) {
      ranges.add(
          new StateRange(
              range.required("key").asText(),
              range.required("from").asLong(-1),
              range.required("last").asLong(-1),
              range.required("lastFiles").asInt(-1),
              range.required("files").asInt(-1)));
    }
    return ranges;
  }

  private static void checkLayout(List<Section> sections, long available) {
    long at = 0;
    for (Section section : sections) {
      if (!section.kind().equals(FULL)) {
        throw new CheckpointException(
            "part '" + section.name() + "' is of unknown kind '" + section.kind() + "'");
      }
      if (section.offset() != at || section.length() < 0 || section.length() > available - at) {
        throw new CheckpointException("part '" + section.name() + "' does not lie in the file");
      }
      at += section.length();
    }
    if (at != available) {
      throw new CheckpointException((available - at) + " bytes too many");
    }
  }

  private static void verifyWhole(InputStream in, CRC32C whole) throws IOException {
    long expected = whole.getValue();
    byte[] trailer = read(in, TRAILER, new CRC32C());
    int found = ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (found != (int) expected || in.read() != -1) {
      throw new CheckpointException("file does not match its checksum");
    }
  }

  private static byte[] read(InputStream in, long length, CRC32C crc) throws IOException {
    if (length > Integer.MAX_VALUE - 16) {
      throw new CheckpointException("a part of " + length + " bytes exceeds 2 GiB");
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new CheckpointException("file ends early", new EOFException());
    }
    crc.update(bytes);
    return bytes;
  }

  private static void skip(InputStream in, long length, CRC32C crc) throws IOException {
    for (long left = length; left > 0; ) {
      long step = Math.min(left, 1 << 20);
      read(in, step, crc);
      left -= step;
    }
  }

  private static long crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }
}
