package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingConfigTest {
  private static final StreamingConfig CONFIG = StreamingConfig.named("p");

  @Test
  void shouldChangeOneSettingAndKeepTheOthers() {
    ManualClock clock = new ManualClock();
    StreamingConfig config =
        CONFIG
            .withTrigger(Trigger.interval(Duration.ofSeconds(1)))
            .withCheckpoint(Path.of("state"))
            .withCheckpointPolicy(CheckpointPolicy.everyBatches(5))
            .withRetainCheckpoints(7)
            .withFresh("a")
            .withFresh("b", "c")
            .withPartitions(2)
            .withThreads(3)
            .withMaxBatchRecords(10)
            .withMaxBatchBytes(11)
            .withBackpressure(Backpressure.defaults().withInitialBatchRecords(9).withMinRate(1))
            .withClock(clock)
            .withoutShutdownHook();
    assertEquals("p", config.name());
    assertEquals(new Trigger.Interval(Duration.ofSeconds(1)), config.trigger());
    assertEquals(Optional.of(Storage.local(Path.of("state"))), config.checkpoint());
    assertEquals(new CheckpointPolicy.EveryBatches(5), config.checkpointPolicy());
    assertEquals(7, config.retainCheckpoints());
    assertEquals(Set.of("a", "b", "c"), config.fresh());
    assertEquals(2, config.partitions());
    assertEquals(3, config.threads());
    assertEquals(10, config.maxBatchRecords());
    assertEquals(11, config.maxBatchBytes());
    assertEquals(9, config.backpressure().orElseThrow().initialBatchRecords());
    assertEquals(clock, config.clock());
    assertEquals(false, config.shutdownHook());
    assertEquals(Optional.empty(), config.withoutCheckpoint().checkpoint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".hidden", "a/b", "../up", "a b", "ü", "a\0b"})
  void shouldRefuseNamesThatAreNoFileNames(String name) {
    assertThrows(ConfigurationException.class, () -> StreamingConfig.named(name));
  }

  private static void refuses(String setting, Executable change) {
    ConfigurationException failure = assertThrows(ConfigurationException.class, change);
    assertTrue(failure.getMessage().contains(setting), failure.getMessage());
  }

  @Test
  void shouldNameTheSettingThatIsWrong() {
    refuses("partitions", () -> CONFIG.withPartitions(0));
    refuses("threads", () -> CONFIG.withThreads(-1));
    refuses("maxBatchRecords", () -> CONFIG.withMaxBatchRecords(0));
    refuses("maxBatchBytes", () -> CONFIG.withMaxBatchBytes(0));
    refuses("retainCheckpoints", () -> CONFIG.withRetainCheckpoints(0));
    refuses("interval", () -> Trigger.interval(Duration.ZERO));
    refuses("checkpoint", () -> CheckpointPolicy.everyBatches(0));
    refuses("checkpoint", () -> CheckpointPolicy.every(Duration.ZERO));
    refuses("backpressure", () -> new Backpressure(0, 0, 0, 1, 1));
    refuses("backpressure", () -> new Backpressure(1, 0, 0, Double.NaN, 1));
    refuses(
        "backpressure",
        () -> StreamingContext.create(CONFIG.withBackpressure(Backpressure.defaults())));
  }
}
