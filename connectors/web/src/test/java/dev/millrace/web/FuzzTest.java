package dev.millrace.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.testing.Fuzz;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What feeds send, and what stands in the log, damaged: events, or a refusal. */
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final int LIMIT = 64;
  private static final Message.Events EVENTS = new Message.Events();

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> events(byte[] stream, int cut) {
    EventParser parser = new EventParser(LIMIT, "0");
    List<Message> events = new ArrayList<>();
    for (int from = 0; from < stream.length; from += cut) {
      int length = Math.min(cut, stream.length - from);
      events.addAll(parser.parse(ByteBuffer.wrap(stream, from, length)));
    }
    parser.retry();
    List<String> texts = new ArrayList<>();
    for (Message event : events) {
      byte[] logged = event.logged();
      int names = logged[0] + logged[1 + logged[0]];
      assertTrue(event.isTooLong() || logged.length - 2 - names <= LIMIT);
      ServerSentEvent read = EVENTS.decode(logged, 0, logged.length);
      assertEquals(event.id() + event.text(), read.id() + read.data());
      texts.add(read.id() + "|" + read.type() + "|" + read.data());
    }
    return texts;
  }

  /** However it is cut, and with nothing kept that is longer than may be. */
  @Test
  void shouldCutAnyStreamIntoEvents() {
    Fuzz.of(
            "event-stream",
            input -> assertEquals(events(input, input.length), events(input, 3)),
            List.of(
                utf8("\uFEFF: feed\r\nid: 7\r\nevent: trade\r\ndata: {\"a\":1}\r\ndata: b\r\n\r\n"),
                utf8("retry: 100\ndata: größe\n\ndata\n\nid\ndata:\n\n")))
        .withTokens(
            "data:", "id:", "id: \0", "\n\n", "\r", "\r\n", "retry: 99999999999", "x".repeat(200))
        .withMemory(1 << 20, 2048) // an event may take two bytes of the stream
        .run(CORPORA);
  }

  /** As one who can compute the checksum of a record might write it. */
  @Test
  void shouldReadLoggedMessagesOfAnyBytesOrSayWhyNot() {
    Fuzz.Target target =
        input -> {
          byte[] shifted = new byte[input.length + 2];
          System.arraycopy(input, 0, shifted, 2, input.length);
          EVENTS.excerpt(shifted, 2, input.length);
          ServerSentEvent event = EVENTS.decode(shifted, 2, input.length);
          assertEquals(event.data(), new Message(input, false).text());
        };
    byte[] content = utf8("größe");
    Message message = Message.of(utf8("17"), utf8("trade"), content, content.length, false);
    Fuzz.Result result =
        Fuzz.of(
                "logged-message",
                target,
                List.of(message.logged(), Arrays.copyOf(utf8("\0\0a"), 3)))
            .withRefusal(IndexOutOfBoundsException.class)
            .withRefusal(IllegalArgumentException.class)
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }
}
