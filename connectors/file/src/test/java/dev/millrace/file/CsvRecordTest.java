package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.DeadLetter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRecordTest {
  enum Side {
    BUY,
    SELL
  }

  record Everything(
      String text,
      double d,
      float f,
      long l,
      int i,
      short s,
      byte b,
      boolean z,
      char c,
      Double boxed,
      Integer whole,
      BigDecimal decimal,
      Instant instant,
      LocalDate date,
      LocalTime time,
      LocalDateTime dateTime,
      UUID id,
      Side side,
      Optional<LocalDate> optional,
      OptionalDouble od,
      OptionalLong ol,
      OptionalInt oi) {}

  record Card(String cardId, double amount) {
    Card {
      if (amount < 0) {
        throw new IllegalArgumentException("negative amount");
      }
    }
  }

  record Unreadable(List<String> list) {}

  record Whole(long l, int i, short s) {}

  @TempDir Path directory;

  private Path file(String content) throws Exception {
    return Files.writeString(directory.resolve("a.csv"), content);
  }

  @Test
  void shouldReadEveryTypeOfComponent() throws Exception {
    String header =
        "text,d,f,l,i,s,b,z,c,boxed,whole,decimal,instant,date,time,dateTime,id,side,optional,od,ol,oi";
    String full =
        "x,1.5,0.1,-9223372036854775808,2147483647,-32768,127,TRUE,é,2.5,7,1.10,"
            + "2024-05-31T10:15:30.5Z,2024-05-31,10:15,2024-05-31 10:15:30,"
            + "123e4567-e89b-12d3-a456-426614174000,SELL,2024-05-31,2,3,4";
    String bare =
        ",1,1,1,1,1,1,0,c,,,1,1970-01-01T00:00:00Z,1970-01-01,00:00,1970-01-01T00:00,"
            + "123e4567-e89b-12d3-a456-426614174000,BUY,,,,";
    Path file = file(header + "\n" + full + "\n" + bare + "\n");
    Play<Everything> play = Play.all(FileSource.csv(file, Everything.class));
    assertEquals(List.of(), play.rejects);
    UUID id = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
    Everything first =
        new Everything(
            "x",
            1.5,
            0.1f,
            Long.MIN_VALUE,
            Integer.MAX_VALUE,
            Short.MIN_VALUE,
            Byte.MAX_VALUE,
            true,
            'é',
            2.5,
            7,
            new BigDecimal("1.10"),
            Instant.parse("2024-05-31T10:15:30.5Z"),
            LocalDate.of(2024, 5, 31),
            LocalTime.of(10, 15),
            LocalDateTime.of(2024, 5, 31, 10, 15, 30),
            id,
            Side.SELL,
            Optional.of(LocalDate.of(2024, 5, 31)),
            OptionalDouble.of(2),
            OptionalLong.of(3),
            OptionalInt.of(4));
    assertEquals(first, play.records.get(0));
    Everything second = play.records.get(1);
    assertEquals("", second.text());
    assertEquals(null, second.boxed());
    assertEquals(null, second.whole());
    assertEquals(Optional.empty(), second.optional());
    assertEquals(OptionalDouble.empty(), second.od());
    assertEquals(OptionalInt.empty(), second.oi());
  }

  @Test
  void shouldMatchNamesThatAreAlike() throws Exception {
    Path file = file("Amount,note,CARD_ID\n1,x,a\n");
    assertEquals(List.of(new Card("a", 1)), Play.all(FileSource.csv(file, Card.class)).records);
    ConfigurationException twice =
        assertThrows(
            ConfigurationException.class,
            () -> Play.all(FileSource.csv(file("card_id,CardId,amount\n"), Card.class)));
    assertTrue(twice.getMessage().contains("matches several columns"), twice.getMessage());
  }

  @Test
  void shouldTakeComponentsInOrderWithoutAHeader() throws Exception {
    FileOptions options = FileOptions.defaults().withHeader(false).withDelimiter(';');
    Play<Card> play = Play.all(FileSource.csv(file("a;1\nb;2"), Card.class, options));
    assertEquals(List.of(new Card("a", 1), new Card("b", 2)), play.records);
  }

  @Test
  void shouldSayWhatIsWrongWithAField() throws Exception {
    Path file = file("cardId,amount\na,\nb,-1\nc,x\n");
    List<DeadLetter> letters = Play.all(FileSource.csv(file, Card.class)).rejects;
    assertEquals(3, letters.size());
    assertTrue(letters.get(0).reason().contains("got an empty field"), letters.get(0).reason());
    assertTrue(letters.get(1).reason().contains("negative amount"), letters.get(1).reason());
    assertTrue(letters.get(2).reason().contains("got 'x'"), letters.get(2).reason());
  }

  @Test
  void shouldRefuseWholeNumbersThatDoNotFit() throws Exception {
    String good = "9223372036854775807,-2147483648,32767\n -5 ,+6,0\n";
    String bad =
        """
        9223372036854775808,1,1
        -9223372036854775809,1,1
        1,2147483648,1
        1,1,32768
        1.0,1,1
        99999999999999999999,1,1
        -,1,1
        1,,1
        """;
    Play<Whole> play = Play.all(FileSource.csv(file("l,i,s\n" + good + bad), Whole.class));
    assertEquals(
        List.of(
            new Whole(Long.MAX_VALUE, Integer.MIN_VALUE, Short.MAX_VALUE),
            new Whole(-5, 6, (short) 0)),
        play.records);
    assertEquals(8, play.rejects.size());
  }

  @Test
  void shouldRefuseTypesThatNoFieldCanBecome() throws Exception {
    Path file = file("list\n");
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> FileSource.csv(file, Unreadable.class));
    assertTrue(refusal.getMessage().contains("component 'list'"), refusal.getMessage());
    assertThrows(ConfigurationException.class, () -> FileSource.csv(file, String.class));
  }
}
