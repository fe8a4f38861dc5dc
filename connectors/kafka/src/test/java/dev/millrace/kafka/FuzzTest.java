package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.format.BadRecordException;
import dev.millrace.core.testing.Fuzz;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages, damaged: a value, or a bad record with its reason. */
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final Schema ORDER =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Order", "fields": [
                {"name": "card", "type": "string"},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
                {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["WEB", "SHOP"]}},
                {"name": "note", "type": ["null", "string"]},
                {"name": "raw", "type": "bytes"},
                {"name": "items", "type": {"type": "array", "items":
                  {"type": "record", "name": "Item", "fields": [{"name": "sku", "type": "string"}]}}},
                {"name": "marks", "type": {"type": "array", "items": "null"}},
                {"name": "tags", "type": {"type": "map", "values": "long"}}]}
              """);

  enum Kind {
    WEB,
    SHOP
  }

  record Item(String sku) {}

  record Order(
      String card,
      Instant at,
      BigDecimal total,
      Kind kind,
      Optional<String> note,
      List<Item> items,
      Map<String, Long> tags) {}

  @TempDir Path directory;

  record Plain(String card, double amount, Instant at, List<Integer> items) {}

  private static void fuzz(String name, KafkaFormat<?> format, byte[] seed, String... tokens) {
    Fuzz.Result result =
        Fuzz.of(name, format::decode, List.of(seed))
            .withRefusal(BadRecordException.class)
            .withTokens(tokens)
            .run(CORPORA);
    assertTrue(result.refused() > 0, result.toString());
  }

  @Test
  void shouldReadAvroOfAnyBytesOrSayWhyNot() throws Exception {
    GenericData.Record order = new GenericData.Record(ORDER);
    order.put("card", "c-1");
    order.put("at", Instant.ofEpochMilli(1));
    order.put("total", new BigDecimal("12.50"));
    order.put("kind", new GenericData.EnumSymbol(ORDER.getField("kind").schema(), "SHOP"));
    order.put("note", "größe");
    order.put("raw", ByteBuffer.wrap(new byte[] {1, 2, 3}));
    order.put("items", List.of());
    order.put("marks", List.of());
    order.put("tags", Map.of("a", 1L, "b", 2L));
    byte[] seed = KafkaFormat.avro(ORDER).encode(order);
    fuzz("avro-generic", KafkaFormat.avro(ORDER), seed);
    fuzz("avro-records", KafkaFormat.avro(ORDER, Order.class), seed);
  }

  @Test
  void shouldReadJsonOfAnyBytesOrSayWhyNot() {
    byte[] seed =
        "{\"card\":\"größe\",\"amount\":1.5e3,\"at\":\"2026-01-02T03:04:05Z\",\"items\":[1,2]}"
            .getBytes(StandardCharsets.UTF_8);
    String[] tokens = {"{", "[", "\"", "null", "\\ud800", "1e999", "1e99999999", "/*"};
    fuzz("json-tree", KafkaFormat.json(JsonNode.class), seed, tokens);
    fuzz("json-record", KafkaFormat.json(Plain.class), seed, tokens);
  }

  @Test
  void shouldReadTextOfAnyBytesOrSayWhyNot() {
    fuzz("text", KafkaFormat.text(), "größe ✓".getBytes(StandardCharsets.UTF_8));
  }

  /** Staged messages, as one who can compute the checksum of their file might write them. */
  @Test
  void shouldReadFramesOfAnyBytesOrSayWhyNot() {
    Frames frames = new Frames();
    KafkaHeader header = new KafkaHeader("trace", new byte[] {1, 2});
    frames.add(new Message("k".getBytes(StandardCharsets.UTF_8), new byte[20], 5, List.of(header)));
    frames.add(new Message(null, new byte[3], -1, List.of()));
    Fuzz.Target target =
        input -> {
          ByteBuffer in = ByteBuffer.wrap(input);
          while (in.hasRemaining()) {
            Frames.read(in);
          }
        };
    Fuzz.Result result =
        Fuzz.of("frames", target, List.of(frames.toBytes()))
            .withRefusal(BufferUnderflowException.class)
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  @Test
  void shouldReadNotedOffsetsOfAnyBytesOrSayWhyNot() throws Exception {
    Path file = directory.resolve("start-offsets");
    Fuzz.Target target =
        input -> {
          Files.write(file, input);
          StartOffsets.open(directory);
        };
    byte[] seed = "payments-0 17\npayments-1 4\n".getBytes(StandardCharsets.UTF_8);
    Fuzz.of("start-offsets", target, List.of(seed))
        .withRefusal(IOException.class) // not UTF-8
        .run(CORPORA);
  }
}
