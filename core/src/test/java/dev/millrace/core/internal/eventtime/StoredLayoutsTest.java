package dev.millrace.core.internal.eventtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.Timed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What operators over event time keep is read without the types that it was written with. */
class StoredLayoutsTest {
  private static <S> Map<?, ?> readUntyped(StateCodec<S> typed, S value) throws IOException {
    StateCodec<Object> untyped = StateCodecs.ofLayout(typed.layout()).orElseThrow();
    assertEquals(typed.layout(), untyped.layout());
    byte[] bytes = bytes(typed, value);
    Object read = untyped.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    assertArrayEquals(bytes, bytes(untyped, read));
    return (Map<?, ?>) read;
  }

  private static <S> byte[] bytes(StateCodec<S> codec, S value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(value, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void shouldReadProcesses() throws IOException {
    ProcessState<String, Integer> state =
        new ProcessState<>(
            Optional.of(7), List.of(new Timed<>(5, "waits")), List.of(1L, 2L), List.of(3L));
    Map<?, ?> read =
        readUntyped(ProcessCodec.of(StateCodecs.int32(), Optional.of(StateCodecs.string())), state);
    assertEquals(Optional.of(7), read.get("state"));
    assertEquals(List.of(1L, 2L), read.get("eventTimers"));
    assertEquals(List.of(3L), read.get("batchTimers"));
    assertEquals(List.of(Map.of("time", 5L, "value", "waits")), read.get("waiting"));
    ProcessState<String, Integer> plain =
        new ProcessState<>(Optional.of(7), List.of(), List.of(), List.of());
    readUntyped(ProcessCodec.of(StateCodecs.int32(), Optional.<StateCodec<String>>empty()), plain);
  }

  @Test
  void shouldReadPanes() throws IOException {
    Map<?, ?> read =
        readUntyped(new PaneCodec<>(StateCodecs.float64()), new Pane<>(10, 20, 1.5, 2, 3, true));
    assertEquals(
        Map.of(
            "start",
            10L,
            "end",
            20L,
            "accumulator",
            1.5,
            "unshown",
            2L,
            "fired",
            3,
            "complete",
            true),
        read);
  }

  @Test
  void shouldReadJoins() throws IOException {
    Map<?, ?> read =
        readUntyped(
            JoinCodec.of(StateCodecs.string(), StateCodecs.int32()),
            new JoinState<>(List.of(new Timed<>(1, "a")), List.of(new Timed<>(2, 3))));
    assertEquals(List.of(Map.of("time", 1L, "value", "a")), read.get("left"));
    assertEquals(List.of(Map.of("time", 2L, "value", 3)), read.get("right"));
  }
}
