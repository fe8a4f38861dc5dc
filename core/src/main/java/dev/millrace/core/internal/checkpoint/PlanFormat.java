package dev.millrace.core.internal.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The bytes of a plan file: a line of magic, format version and CRC32C (8 hexadecimal digits) of
 * what follows it, then JSON, all in UTF-8.
 *
 * <pre>{@code
 * millrace-plan 1 9f0c17aa
 * {"pipeline":"fraud","run":3,"batchId":42,"batchTime":"2026-01-01T00:00:00Z",
 *  "sources":{"trades":[{"split":"part-0","from":"1523","until":"2523","records":1000}]}}
 * }</pre>
 *
 * <p>That of a degraded batch also says {@code "degraded":true}.
 */
final class PlanFormat {
  private static final String MAGIC = "millrace-plan 1 ";
  private static final int CRC_DIGITS = 8;
  private static final int FIRST_LINE = MAGIC.length() + CRC_DIGITS + 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PlanFormat() {}

  /** A plan and who made it. */
  record Stored(String pipeline, long run, BatchPlan plan) {}

  static List<byte[]> encode(Stored stored) {
    byte[] body = Json.bytes(json -> write(stored, json));
    return List.of((MAGIC + hex(crc(body, 0)) + "\n").getBytes(StandardCharsets.UTF_8), body);
  }

  private static void write(Stored stored, JsonGenerator json) throws IOException {
    BatchPlan plan = stored.plan();
    json.writeStartObject();
    json.writeStringField("pipeline", stored.pipeline());
    json.writeNumberField("run", stored.run());
    json.writeNumberField("batchId", plan.batchId());
    json.writeStringField("batchTime", plan.batchTime().toString());
    if (plan.degraded()) {
      json.writeBooleanField("degraded", true);
    }
    json.writeObjectFieldStart("sources");
    for (Map.Entry<String, List<OffsetRange>> source : plan.ranges().entrySet()) {
      json.writeArrayFieldStart(source.getKey());
      for (OffsetRange range : source.getValue()) {
        json.writeStartObject();
        json.writeStringField("split", range.split());
        json.writeStringField("from", range.from().value());
        json.writeStringField("until", range.until().value());
        json.writeNumberField("records", range.records());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /**
   * @throws CheckpointException saying what is wrong
   */
  static Stored decode(byte[] bytes) {
    if (bytes.length < FIRST_LINE) {
      throw new CheckpointException("file ends early");
    }
    String line = new String(bytes, 0, FIRST_LINE, StandardCharsets.ISO_8859_1);
    String expected = MAGIC + hex(crc(bytes, FIRST_LINE)) + "\n";
    if (!line.equals(expected)) {
      throw new CheckpointException(
          line.startsWith(MAGIC) ? "file does not match its checksum" : "not a plan of format 1");
    }
    try {
      return fields(MAPPER.readTree(bytes, FIRST_LINE, bytes.length - FIRST_LINE));
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      throw new CheckpointException("plan cannot be read: " + e.getMessage(), e);
    }
  }

  private static Stored fields(JsonNode json) {
    Map<String, List<OffsetRange>> sources = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> source : json.required("sources").properties()) {
      List<OffsetRange> ranges = new ArrayList<>();
      for (JsonNode range : source.getValue()) {
        ranges.add(
            new OffsetRange(
                range.required("split").asText(),
                new Offset(range.required("from").asText()),
                new Offset(range.required("until").asText()),
                range.required("records").asLong()));
      }
      sources.put(source.getKey(), List.copyOf(ranges));
    }
    BatchPlan plan =
        new BatchPlan(
            json.required("batchId").asLong(-1),
            Instant.parse(json.required("batchTime").asText()),
            sources,
            json.path("degraded").asBoolean(false));
    return new Stored(json.required("pipeline").asText(), json.required("run").asLong(-1), plan);
  }

  private static String hex(long crc) {
    return HexFormat.of().toHexDigits(crc, CRC_DIGITS);
  }

  private static long crc(byte[] bytes, int from) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, bytes.length - from);
    return crc.getValue();
  }
}
