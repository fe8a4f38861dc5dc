package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.CheckpointException;
import dev.millrace.ml.internal.prequential.KeptPrediction;
import dev.millrace.ml.internal.prequential.KeptRow;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldTest {
  private static final Held.Pending ROW =
      new Held.Pending(
          2,
          new KeptRow(new int[] {3, 7}, new double[] {0.5, Double.NaN}, 2),
          new KeptPrediction(new double[] {0.25}, new int[] {1, -1}));

  /** A row at 1 s, a label at 2 s that waits, of class 1. */
  private static Map<String, Optional<LabelLedger.Entry>> entries() {
    LabelLedger ledger =
        new LabelLedger(
            DelayedLabels.<Long, Long>of(
                    id -> "", id -> null, id -> "", id -> null, LabelValue.number(id -> 0))
                .withHorizon(Duration.ofDays(1)));
    LabelLedger.Events ignored =
        new LabelLedger.Events() {
          @Override
          public void asked(int row) {}

          @Override
          public void answered(LabelLedger.Entry entry, double label) {}
        };
    ledger.row("row", 1_000_000, 0, ignored);
    ledger.label("label", 2_000_000, 1, ignored);
    return ledger.takeChanges();
  }

  /** As the first build wrote it; a change of layout gets another format and goes on reading it. */
  @Test
  void shouldKeepItsLayout() {
    assertEquals(
        "0100"
            + "0000000000000000"
            + "00000000000f4240"
            + "0000000000000002"
            + "4000000000000000"
            + "00000002"
            + "0000000300000007"
            + "00000002"
            + "3fe00000000000007ff8000000000000"
            + "00000001"
            + "3fd0000000000000"
            + "00000002"
            + "00000001ffffffff",
        HexFormat.of().formatHex(Held.of(entries().get("row").orElseThrow(), ROW)));
    assertEquals(
        "0101" + "0000000000000001" + "00000000001e8480" + "3ff0000000000000",
        HexFormat.of().formatHex(Held.of(entries().get("label").orElseThrow())));
  }

  @Test
  void shouldReadWhatItWrote() {
    byte[] bytes = Held.of(entries().get("row").orElseThrow(), ROW);
    assertEquals(
        new Held.Header(LabelLedger.Stage.PENDING, 0, 1_000_000, 0, 2),
        Held.header(Held.summary(bytes)));
    Held.Pending read = Held.pending(bytes);
    assertEquals(2, read.layout());
    assertEquals(2.0, read.row().weight());
    assertArrayEquals(ROW.row().indices(), read.row().indices());
    assertArrayEquals(ROW.row().values(), read.row().values());
    assertArrayEquals(ROW.prediction().outputs(), read.prediction().outputs());
    assertArrayEquals(ROW.prediction().decided(), read.prediction().decided());
    assertEquals(
        new Held.Header(LabelLedger.Stage.WAITING, 1, 2_000_000, 1, 0),
        Held.header(Held.of(entries().get("label").orElseThrow())));
  }

  @Test
  void shouldRefuseWhatIsCutOrForeign() {
    byte[] bytes = Held.of(entries().get("row").orElseThrow(), ROW);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(CheckpointException.class, () -> Held.pending(cut), "cut at " + length);
    }
    for (int at = 0; at < 2; at++) {
      byte[] changed = bytes.clone();
      changed[at] = 9;
      assertThrows(CheckpointException.class, () -> Held.header(changed));
    }
  }
}
