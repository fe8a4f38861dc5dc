package dev.millrace.http.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertState;
import dev.millrace.core.alert.Severity;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertBoardTest {
  private final AlertBoard board = new AlertBoard();

  private static Alert alert(int number, AlertState state) {
    Instant since = Instant.ofEpochSecond(number);
    return new Alert(
        number + "-" + state,
        number + "",
        "alerts",
        "rule",
        "key " + number,
        Severity.WARNING,
        state,
        since,
        since.plusSeconds(state == AlertState.FIRING ? 0 : 5),
        1,
        1,
        state + " " + number);
  }

  private JsonNode shown() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      board.write(out);
    }
    return new ObjectMapper().readTree(text.toString());
  }

  @Test
  void shouldBringBeginAndEndTogether() throws IOException {
    board.add(alert(1, AlertState.FIRING));
    board.add(alert(2, AlertState.FIRING));
    board.add(alert(1, AlertState.RESOLVED));
    board.add(alert(2, AlertState.FIRING));
    board.add(alert(9, AlertState.RESOLVED));
    JsonNode shown = shown();
    assertEquals(1, shown.get("firing").asInt());
    assertEquals(3, shown.get("newest").size());
    assertEquals("key 9", shown.at("/newest/0/key").asText());
    assertEquals("key 2", shown.at("/newest/1/key").asText());
    assertFalse(shown.at("/newest/1").has("end"));
    assertEquals("FIRING 1", shown.at("/newest/2/text").asText());
    assertEquals(6_000, shown.at("/newest/2/end").asLong());
  }

  @Test
  void shouldForgetFirstWhatIsOver() throws IOException {
    board.add(alert(0, AlertState.FIRING));
    for (int i = 1; i < 3 * AlertBoard.KEPT; i++) {
      board.add(alert(i, AlertState.FIRING));
      board.add(alert(i, AlertState.RESOLVED));
    }
    assertEquals(1, board.firing());
    assertEquals(50, shown().get("newest").size());
    for (int i = 0; i < 2 * AlertBoard.KEPT; i++) {
      board.add(alert(10_000 + i, AlertState.FIRING));
    }
    assertEquals(AlertBoard.KEPT, board.firing());
  }
}
