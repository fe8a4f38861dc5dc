package dev.millrace.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of the HTML standard, and its corners. */
class EventParserTest {
  private static final int LIMIT = 20;

  /** Events as {@code id|type|data}, the same wherever the bytes are cut. */
  private static List<String> parsed(String stream) {
    byte[] bytes = stream.getBytes(UTF_8);
    List<String> whole = events(new EventParser(LIMIT, "0"), ByteBuffer.wrap(bytes));
    EventParser parser = new EventParser(LIMIT, "0");
    List<String> pieces = new ArrayList<>();
    for (byte some : bytes) {
      pieces.addAll(events(parser, ByteBuffer.wrap(new byte[] {some})));
    }
    assertEquals(whole, pieces);
    return whole;
  }

  private static List<String> events(EventParser parser, ByteBuffer bytes) {
    return parser.parse(bytes).stream().map(EventParserTest::shown).toList();
  }

  private static String shown(Message message) {
    ServerSentEvent event =
        new Message.Events().decode(message.logged(), 0, message.logged().length);
    String cut = message.isTooLong() ? "…" : "";
    return event.id() + "|" + event.type() + "|" + event.data() + cut;
  }

  @Test
  void shouldReadTheExamplesOfTheStandard() {
    assertEquals(List.of("0|message|YHOO\n+2\n10"), parsed("data: YHOO\ndata: +2\ndata: 10\n\n"));
    assertEquals(
        List.of("1|message|first event", "|message|second event", "|message| third event"),
        parsed(
            """
            : test stream

            data: first event
            id: 1

            data:second event
            id

            data:  third event

            """));
    assertEquals(List.of("0|message|", "0|message|\n"), parsed("data\n\ndata\ndata\n\ndata:"));
    assertEquals(
        List.of("0|message|test", "0|message|test"), parsed("data:test\n\ndata: test\n\n"));
  }

  @Test
  void shouldReadEveryEndOfLine() {
    assertEquals(
        List.of("0|message|a", "0|message|b", "0|add|c"),
        parsed("\uFEFFdata:a\r\n\r\ndata:b\r\revent:add\ndata:c\n\n"));
  }

  @Test
  void shouldKeepTheIdForLaterEvents() {
    assertEquals(
        List.of("7|message|a", "7|message|b", "8|message|c"),
        parsed("id:7\ndata:a\n\nid:9\0\ndata:b\n\nid:8\n\ndata:c\n\n"));
  }

  /** An id that is no UTF-8 takes three times as many bytes once it was a string. */
  @Test
  void shouldTakeNamesThatAreTooLongForNone() {
    assertEquals(
        List.of("i".repeat(127) + "|" + "t".repeat(127) + "|a", "|message|b"),
        parsed(
            "id:%s\nevent:%s\ndata:a\n\n".formatted("i".repeat(127), "t".repeat(127))
                + "id:%s\nevent:%s\ndata:b\n\n".formatted("i".repeat(128), "t".repeat(128))));
    EventParser parser = new EventParser(LIMIT, "\uFFFD".repeat(127));
    assertEquals(
        List.of("|message|a"), events(parser, ByteBuffer.wrap("data:a\n\n".getBytes(UTF_8))));
  }

  @Test
  void shouldCutWhatIsTooLong() {
    assertEquals(
        List.of("0|message|" + "x".repeat(20), "0|message|" + "y".repeat(21) + "…", "0|message|z"),
        parsed("data:" + "x".repeat(20) + "\n\ndata:" + "y".repeat(21) + "\n\ndata:z\n\n"));
    EventParser parser = new EventParser(LIMIT, "");
    byte[] endless = ("data:" + "x".repeat(100_000)).getBytes(UTF_8);
    assertEquals(List.of(), parser.parse(ByteBuffer.wrap(endless)));
    List<Message> events = parser.parse(ByteBuffer.wrap("\n\ndata:a\n\n".getBytes(UTF_8)));
    assertTrue(events.get(0).isTooLong());
    assertTrue(events.get(0).logged().length < 2_000);
    assertEquals("|message|a", shown(events.get(1)));
  }

  @Test
  void shouldRememberHowLongTheFeedWantsToBeLeftAlone() {
    EventParser parser = new EventParser(LIMIT, "");
    parser.parse(ByteBuffer.wrap("retry: 1500\nretry: soon\n".getBytes(UTF_8)));
    assertEquals(Optional.of(Duration.ofMillis(1500)), parser.retry());
  }
}
