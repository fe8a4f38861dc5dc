package dev.millrace.ml.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.serve.ServedModel.ColumnType;
import dev.millrace.ml.serve.ServedModel.InputColumn;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordRowReaderTest {
  private enum Channel {
    WEB,
    SHOP
  }

  private record Payment(
      String card, Channel channel, double amount, int items, Instant at, boolean first) {
    private Payment {
      if (amount < 0) {
        throw new IllegalArgumentException("amount is negative");
      }
    }
  }

  private record Gaps(
      Optional<String> text, OptionalInt whole, Double boxed, double label, String name) {}

  private record Odd(List<String> list) {}

  private static final RowReader<Payment> PAYMENTS = RowReader.ofRecord(Payment.class);

  private static Map<String, Object> row() {
    return new HashMap<>(
        Map.of(
            "card",
            "c1",
            "channel",
            "WEB",
            "amount",
            new BigDecimal("2.5"),
            "items",
            3L,
            "at",
            "2026-03-01T12:00:00Z",
            "first",
            true));
  }

  private static String refusal(String column, Object value) {
    Map<String, Object> row = row();
    row.put(column, value);
    return assertThrows(RequestException.class, () -> PAYMENTS.read(row)).getMessage();
  }

  @Test
  void shouldReadComponentsByName() {
    assertEquals(
        new Payment("c1", Channel.WEB, 2.5, 3, Instant.parse("2026-03-01T12:00:00Z"), true),
        PAYMENTS.read(row()));
    assertEquals("card c1", PAYMENTS.map(p -> "card " + p.card()).read(row()));
  }

  @Test
  void shouldNameTheComponentThatIsWrong() {
    assertEquals(
        "column 'amount': expected a number, got the text 'much'", refusal("amount", "much"));
    assertEquals(
        "column 'items': expected a whole number that fits int, got 2.5", refusal("items", 2.5));
    assertEquals(
        "column 'items': expected a whole number that fits int, got 3000000000",
        refusal("items", 3_000_000_000L));
    assertEquals(
        "column 'items': expected a whole number that fits int, got 1E+999999999",
        refusal("items", new BigDecimal("1e999999999")));
    assertEquals(
        "column 'channel': expected one of WEB, SHOP, got the text 'web'",
        refusal("channel", "web"));
    assertTrue(refusal("at", "noon").startsWith("column 'at': expected an instant"));
    assertEquals("column 'card': expected a text, got a list", refusal("card", List.of()));
    assertEquals("column 'amount': expected a number, got NaN", refusal("amount", Double.NaN));
    assertEquals("column 'amount' is missing", refusal("amount", null));
    assertTrue(refusal("amout", 1).startsWith("no column 'amout'; there are card, channel"));
    assertEquals("Payment refuses the row: amount is negative", refusal("amount", -1));
  }

  @Test
  void shouldLeaveOutWhatIsOptional() {
    RowReader<Gaps> reader = RowReader.ofRecord(Gaps.class, Set.of("label", "name"));
    assertEquals(
        new Gaps(Optional.empty(), OptionalInt.empty(), null, Double.NaN, null),
        reader.read(Map.of()));
    assertEquals(
        new Gaps(Optional.of("a"), OptionalInt.of(4), 1.5, 1, "b"),
        reader.read(Map.of("text", "a", "whole", 4, "boxed", 1.5, "label", 1, "name", "b")));
    assertTrue(reader.columns().stream().noneMatch(InputColumn::required));
  }

  @Test
  void shouldDescribeTheColumns() {
    assertEquals(
        List.of(
            new InputColumn("card", ColumnType.TEXT, true, List.of()),
            new InputColumn("channel", ColumnType.TEXT, true, List.of("WEB", "SHOP")),
            new InputColumn("amount", ColumnType.NUMBER, true, List.of()),
            new InputColumn("items", ColumnType.NUMBER, true, List.of()),
            new InputColumn("at", ColumnType.TEXT, true, List.of()),
            new InputColumn("first", ColumnType.NUMBER, true, List.of())),
        PAYMENTS.columns());
  }

  @Test
  void shouldRefuseRecordsThatNoRowCanBecome() {
    String message =
        assertThrows(ConfigurationException.class, () -> RowReader.ofRecord(Odd.class))
            .getMessage();
    assertTrue(message.contains("'list' of Odd"), message);
    message =
        assertThrows(
                ConfigurationException.class,
                () -> RowReader.ofRecord(Payment.class, Set.of("fraud")))
            .getMessage();
    assertTrue(message.contains("no component 'fraud'"), message);
  }
}
