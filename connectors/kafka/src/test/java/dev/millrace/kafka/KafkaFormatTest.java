package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.format.BadRecordException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class KafkaFormatTest {
  private static final Schema PAYMENT =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Payment", "fields": [
                {"name": "ignored", "type": "string", "default": "-"},
                {"name": "card", "type": "string"},
                {"name": "amount", "type": "double"},
                {"name": "volume", "type": "int"},
                {"name": "channel", "type": {"type": "enum", "name": "Channel", "symbols": ["WEB", "SHOP"]}},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
                {"name": "note", "type": ["null", "string"]},
                {"name": "risk", "type": ["null", "double"]},
                {"name": "items", "type": {"type": "array", "items":
                  {"type": "record", "name": "Item", "fields": [{"name": "sku", "type": "string"}]}}},
                {"name": "tags", "type": {"type": "map", "values": "long"}}]}
              """);

  enum Channel {
    WEB,
    SHOP,
    PHONE
  }

  record Item(String sku) {}

  record Payment(
      Instant at,
      String card,
      double amount,
      long volume,
      Channel channel,
      BigDecimal total,
      Optional<String> note,
      Double risk,
      List<Item> items,
      Map<String, Long> tags) {
    Payment {
      if (amount < 0) {
        throw new IllegalArgumentException("expected an amount of 0 or more, got " + amount);
      }
    }
  }

  private static final Payment SOME =
      new Payment(
          Instant.ofEpochMilli(1_700_000_000_123L),
          "c-1",
          12.5,
          7,
          Channel.SHOP,
          new BigDecimal("12.50"),
          Optional.of("häh"),
          null,
          List.of(new Item("a"), new Item("b")),
          Map.of("x", 1L));

  @SuppressWarnings("unchecked")
  private static <T> KafkaFormat<T> shipped(KafkaFormat<T> format) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(format);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (KafkaFormat<T>) in.readObject();
    }
  }

  private static String reason(KafkaFormat<?> format, byte[] data) {
    return assertThrows(BadRecordException.class, () -> format.decode(data)).getMessage();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldKeepBytes() throws Exception {
    byte[] data = {1, -1};
    assertArrayEquals(data, shipped(KafkaFormat.bytes()).decode(data));
    assertArrayEquals(data, KafkaFormat.bytes().encode(data));
  }

  @Test
  void shouldReadAndWriteText() throws Exception {
    KafkaFormat<String> format = shipped(KafkaFormat.text());
    assertEquals("grün \uFFFD", format.decode(format.encode("grün \uFFFD")));
    assertEquals("expected UTF-8 text, got other bytes", reason(format, new byte[] {'a', -1}));
  }

  @Test
  void shouldReadAndWriteJson() throws Exception {
    KafkaFormat<Payment> format = shipped(KafkaFormat.json(Payment.class));
    assertEquals(SOME, format.decode(format.encode(SOME)));
    assertEquals(1, KafkaFormat.json(JsonNode.class).decode(utf8("{\"a\":1}")).get("a").asInt());
    assertTrue(reason(format, utf8("{\"amount\": 1x}")).startsWith("not JSON for Payment: "));
    assertEquals("expected a JSON object, got null", reason(format, utf8("null")));
    assertTrue(reason(format, utf8("{} {}")).startsWith("not JSON for Payment: "));
  }

  @Test
  void shouldReadAndWriteAvroRecords() throws Exception {
    KafkaFormat<Payment> format = shipped(KafkaFormat.avro(PAYMENT, Payment.class));
    byte[] data = format.encode(SOME);
    assertEquals(SOME, format.decode(data));
    GenericRecord generic = KafkaFormat.avro(PAYMENT).decode(data);
    assertEquals("-", generic.get("ignored").toString());
    assertEquals("c-1", generic.get("card").toString());
    assertArrayEquals(data, shipped(KafkaFormat.avro(PAYMENT)).encode(generic));
  }

  @Test
  void shouldRejectWhatIsNoAvro() throws Exception {
    KafkaFormat<Payment> format = KafkaFormat.avro(PAYMENT, Payment.class);
    byte[] data = format.encode(SOME);
    assertTrue(
        reason(format, Arrays.copyOf(data, data.length - 1)).startsWith("not Avro of Payment: "));
    assertEquals(
        "bytes are left over after an Avro Payment",
        reason(format, Arrays.copyOf(data, data.length + 1)));
    GenericRecord negative = KafkaFormat.avro(PAYMENT).decode(data);
    negative.put("amount", -1.0);
    assertEquals(
        "Payment refuses it: expected an amount of 0 or more, got -1.0",
        reason(format, KafkaFormat.avro(PAYMENT).encode(negative)));
    for (int length = 0; length < data.length; length++) {
      byte[] cut = Arrays.copyOf(data, length);
      assertThrows(BadRecordException.class, () -> format.decode(cut));
    }
  }

  @Test
  void shouldWriteGenericRecordsOfTheSchemaOnly() {
    GenericRecord other =
        new GenericData.Record(
            new Schema.Parser()
                .parse(
                    """
                    {"type": "record", "name": "Other", "fields": [{"name": "a", "type": "int"}]}
                    """));
    assertThrows(Exception.class, () -> KafkaFormat.avro(PAYMENT).encode(other));
  }

  record Unknown(String nobody) {}

  record Narrow(String card, int amount) {}

  record Primitive(double risk) {}

  record Millis(long at) {}

  @Test
  void shouldRefuseTypesThatDoNotFitTheSchema() {
    assertRefused(Unknown.class, "Unknown.nobody has no field in the Avro schema Payment");
    assertRefused(Narrow.class, "Narrow.amount is of int, which cannot hold Avro's \"double\"");
    assertRefused(Primitive.class, "Primitive.risk is of double, which cannot hold");
    assertRefused(Millis.class, "Millis.at is of long, which cannot hold");
  }

  private static void assertRefused(Class<? extends Record> type, String expected) {
    String message =
        assertThrows(ConfigurationException.class, () -> KafkaFormat.avro(PAYMENT, type))
            .getMessage();
    assertTrue(message.startsWith(expected), message);
  }
}
