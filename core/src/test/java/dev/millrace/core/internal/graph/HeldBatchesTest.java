package dev.millrace.core.internal.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.window.BatchWindow;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeldBatchesTest {
  private static final AtomicInteger ENCODED = new AtomicInteger();

  /** Counts how often a value is encoded. */
  private record Counting(StateCodec<String> codec) implements StateCodec<String> {
    @Override
    public String layout() {
      return codec.layout();
    }

    @Override
    public void write(String value, DataOutput out) throws IOException {
      ENCODED.incrementAndGet();
      codec.write(value, out);
    }

    @Override
    public String read(DataInput in) throws IOException {
      return codec.read(in);
    }
  }

  private static HeldBatches<String> window(Engine engine) {
    return new HeldBatches<>(
        engine, "w", BatchWindow.batches(3, 1), new Counting(StateCodecs.string()));
  }

  private static void add(HeldBatches<String> held, Engine engine, int id) {
    BatchInfo info = new BatchInfo(id, Instant.ofEpochSecond(id));
    engine.beginBatch(info);
    held.add(info, engine.of(List.of(List.of("a" + id, "b" + id), List.of(), List.of("c" + id))));
  }

  private static byte[] saved(HeldBatches<String> held) {
    StateWriter out = new StateWriter();
    held.save(out);
    return out.toBytes();
  }

  @Test
  void shouldEncodeEachBatchOnce() {
    try (Engine engine = LocalEngine.withThreads(1)) {
      ENCODED.set(0);
      HeldBatches<String> held = window(engine);
      for (int id = 0; id < 6; id++) {
        add(held, engine, id);
        saved(held);
      }
      assertEquals(6 * 3, ENCODED.get());
      assertEquals(3 * 3, held.rows());
      HeldBatches<String> restored = window(engine);
      restored.restore(StateReader.of("w", saved(held)));
      assertEquals(
          List.of("a3", "b3", "c3", "a4", "b4", "c4", "a5", "b5", "c5"), restored.all().collect());
      assertEquals(9, restored.rows());
      add(restored, engine, 6);
      saved(restored);
      assertEquals(7 * 3, ENCODED.get());
    }
  }

  @Test
  void shouldRefuseOtherElementsAndDamage() {
    try (Engine engine = LocalEngine.withThreads(1)) {
      HeldBatches<String> held = window(engine);
      for (int id = 0; id < 3; id++) {
        add(held, engine, id);
      }
      byte[] whole = saved(held);
      HeldBatches<Long> longs =
          new HeldBatches<>(engine, "w", BatchWindow.batches(3, 1), StateCodecs.int64());
      String message =
          assertThrows(CheckpointException.class, () -> longs.restore(StateReader.of("w", whole)))
              .getMessage();
      assertTrue(message.contains("utf8") && message.contains("i64"), message);
      Random random = new Random(9);
      int refused = 0;
      for (int i = 0; i < 2_000; i++) {
        byte[] damaged = whole.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        refused += isRefused(engine, damaged) ? 1 : 0;
      }
      assertTrue(refused > 200, "only " + refused + " of 2000 were noticed");
      for (int length = 0; length < whole.length; length += 5) {
        assertTrue(isRefused(engine, Arrays.copyOf(whole, length)), "cut at " + length);
      }
    }
  }

  /** Whether it is refused as it should be; any other exception fails the test. */
  private static boolean isRefused(Engine engine, byte[] bytes) {
    try {
      window(engine).restore(StateReader.of("w", bytes));
      return false;
    } catch (CheckpointException e) {
      return true;
    }
  }
}
