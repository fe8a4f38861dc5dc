package dev.millrace.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ShippingEngineTest {
  private final ShippingEngine engine = ShippingEngine.withThreads(2);

  @BeforeEach
  void begin() {
    engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
    engine.describe("count ships");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepTheContractOfAnEngine() {
    return EngineConformance.checks(() -> ShippingEngine.withThreads(2)).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  private Batch<Integer> numbers() {
    return engine.of(List.of(List.of(1, 2), List.of(3)));
  }

  private static void assertRefused(
      Class<?> culprit, org.junit.jupiter.api.function.Executable body) {
    String message = assertThrows(ConfigurationException.class, body).getMessage();
    assertTrue(message.contains("count ships") && message.contains(culprit.getName()), message);
  }

  /** Cannot be serialized. */
  private static final class Handle {
    private int uses;

    int use(int value) {
      uses++;
      return value + uses;
    }
  }

  private record Holder(Handle handle) implements Serializable {}

  /** Can be serialized and changed. */
  private static final class Counter implements Serializable {
    private static final long serialVersionUID = 1L;
    private int count;
  }

  @Test
  void shouldRefuseAFunctionThatHoldsWhatCannotTravel() {
    Handle handle = new Handle();
    Batch<Integer> numbers = numbers();
    assertRefused(Handle.class, () -> numbers.map(handle::use));
    assertRefused(
        Handle.class, () -> numbers.repartition(2).runPartitions((p, v) -> handle.use(p)));
    assertRefused(Handle.class, () -> numbers.exchange((v, i, n) -> handle.use(0) % n, 2));
    assertRefused(Handle.class, () -> numbers.zip(numbers, (a, b, out) -> out.emit(handle.use(0))));
  }

  @Test
  void shouldRefuseValuesThatCannotTravel() {
    Holder holder = new Holder(new Handle());
    assertRefused(Handle.class, () -> engine.of(List.of(List.of(holder))));
    Batch<Holder> made = numbers().map(x -> new Holder(new Handle()));
    assertEquals(3, made.count());
    assertRefused(Handle.class, made::collect);
    assertRefused(Handle.class, () -> made.repartition(1).count());
    assertRefused(Handle.class, () -> made.cache().count());
  }

  @Test
  void shouldGiveEveryTaskObjectsOfItsOwn() {
    Counter counter = new Counter();
    List<Integer> counts = numbers().map(x -> x * 10 + ++counter.count).collect();
    assertEquals(List.of(11, 22, 31), counts);
    assertEquals(0, counter.count);
    List<Integer> sizes = new ArrayList<>();
    numbers().runPartitions((partition, values) -> sizes.add(values.size()));
    assertEquals(List.of(), sizes);
  }

  @Test
  void shouldNotLetModifiedValuesShowElsewhere() {
    Batch<Counter> cached = engine.of(List.of(List.of(new Counter(), new Counter()))).cache();
    for (int again = 0; again < 2; again++) {
      assertEquals(List.of(1, 1), cached.map(counter -> ++counter.count).collect());
    }
  }

  @Test
  void shouldKeepItsBatchesApartFromOthers() {
    try (ShippingEngine other = ShippingEngine.withThreads(1)) {
      Batch<Integer> numbers = numbers();
      Batch<Integer> foreign = other.of(List.of(List.of(1)));
      assertThrows(IllegalArgumentException.class, () -> numbers.union(foreign));
    }
  }
}
