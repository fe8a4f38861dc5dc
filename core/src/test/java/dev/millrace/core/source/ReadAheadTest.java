package dev.millrace.core.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private final ReadAhead<String> readAhead = new ReadAhead<>();

  private static OffsetRange range(int from) {
    return new OffsetRange("split", Offset.of(from), Offset.of(from + 1), 1);
  }

  private void plan(int from) {
    readAhead.advance();
    readAhead.put(range(from), "range " + from);
  }

  @Test
  void shouldGiveWhatARangeHoldsOnce() {
    plan(0);
    assertEquals(Optional.empty(), readAhead.take(range(1)));
    assertEquals(Optional.of("range 0"), readAhead.take(range(0)));
    assertEquals(Optional.empty(), readAhead.take(range(0)));
  }

  @Test
  void shouldKeepWhatTheLastTwoPlansPlanned() {
    plan(0);
    plan(1);
    plan(2);
    readAhead.advance(); // finds nothing, however often
    assertEquals(Optional.empty(), readAhead.take(range(0)));
    readAhead.advance();
    assertEquals(Optional.of("range 2"), readAhead.take(range(2)));
  }

  @Test
  void shouldSayThatNobodyTakesAnythingAfterAWholePlan() {
    plan(0);
    plan(1);
    assertTrue(readAhead.isWanted());
    plan(2);
    assertFalse(readAhead.isWanted());
    readAhead.clear();
    assertTrue(readAhead.isWanted());
    assertEquals(Optional.empty(), readAhead.take(range(2)));
  }

  @Test
  void shouldBeWantedAsLongAsSomethingIsTakenOfEachPlan() {
    for (int batch = 0; batch < 10; batch += 2) {
      plan(batch);
      readAhead.put(range(batch + 1), "never taken");
      assertTrue(readAhead.take(range(batch)).isPresent());
      assertTrue(readAhead.isWanted());
    }
  }

  @Test
  void shouldArriveEmptyElsewhere() throws Exception {
    plan(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(readAhead);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ReadAhead<?> copy = (ReadAhead<?>) in.readObject();
      assertEquals(Optional.empty(), copy.take(range(0)));
      copy.advance();
      assertTrue(copy.isWanted());
    }
    assertEquals(Optional.of("range 0"), readAhead.take(range(0)));
  }
}
