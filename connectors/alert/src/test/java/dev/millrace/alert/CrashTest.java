package dev.millrace.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.observe.BatchStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes that tell of alerts, between any two steps of a batch. */
@Timeout(180)
class CrashTest {
  private static final int KILLED = 128 + 9;

  /** How often a pipeline has a batch published before it fails. */
  private static final int PIPELINES_ATTEMPTS = 4;

  @TempDir Path directory;

  private int run(String name, Receiver receiver, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(AlertMain.class.getName());
    command.add(directory.resolve(name).toString());
    command.add(receiver.uri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> log());
    return process.exitValue();
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What each message said, by its id; repeats must say the same. */
  private static Map<String, String> told(Receiver receiver) {
    Map<String, String> told = new LinkedHashMap<>();
    for (Receiver.Post post : receiver.posts()) {
      StringBuilder alerts = new StringBuilder();
      for (JsonNode alert : post.json().get("alerts")) {
        alerts.append(alert).append('\n');
      }
      String before = told.putIfAbsent(post.headers().get("id"), alerts.toString());
      assertTrue(before == null || before.contentEquals(alerts), "one id, two messages");
    }
    return told;
  }

  @Test
  void shouldTellEveryAlertUnderTheSameIdHoweverOftenItIsKilled() throws Exception {
    try (Receiver calm = new Receiver();
        Receiver killed = new Receiver()) {
      assertEquals(0, run("calm", calm), this::log);
      for (BatchStep step : BatchStep.values()) {
        int code = run("killed", killed, "-Dmillrace.killAt=" + step + ":3");
        assertEquals(KILLED, code, this::log);
      }
      assertEquals(0, run("killed", killed), this::log);
      Map<String, String> expected = told(calm);
      assertTrue(expected.size() > 10, expected.size() + " messages");
      assertEquals(calm.posts().size(), expected.size(), "undisturbed, each is told once");
      assertEquals(expected, told(killed));
      Set<String> alerts = new TreeSet<>();
      calm.posts()
          .forEach(
              post -> post.json().get("alerts").forEach(one -> alerts.add(one.get("id").asText())));
      assertTrue(alerts.size() > 30, alerts.size() + " alerts");
    }
  }

  /** The pipeline fails since its messages are not taken; the next start tells them. */
  @Test
  void shouldTellAtTheNextStartWhatWasNotTaken() throws Exception {
    try (Receiver calm = new Receiver();
        Receiver broken = new Receiver()) {
      assertEquals(0, run("calm", calm), this::log);
      broken.refuse(PIPELINES_ATTEMPTS, 410, "");
      assertEquals(1, run("broken", broken), this::log);
      assertEquals(0, broken.refusalsLeft());
      assertEquals(0, run("broken", broken), this::log);
      assertEquals(told(calm), told(broken));
    }
  }
}
