package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @Test
  void shouldShowHelpWhenCalledWithNothing() {
    Run run = Run.of();
    assertEquals(0, run.code());
    for (String command : List.of("demo", "evaluate", "learners", "serve", "inspect")) {
      assertTrue(run.out().contains("  " + command + " "), run.out());
    }
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "evaluate", "learners", "serve", "inspect"})
  void shouldExplainEachCommand(String command) {
    Run run = Run.of(command, "--help");
    assertEquals(0, run.code());
    assertTrue(run.out().contains("Usage: millrace " + command), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void shouldAnswerBadUsageInOneLine(String expected, List<String> args) {
    Run run = Run.of(args.toArray(String[]::new));
    assertEquals(2, run.code(), run.err());
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("millrace: "), run.err());
    assertTrue(run.err().contains(expected), run.err());
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("did you mean", "evalute"),
        wrong("--batch-size", "demo", "fraud", "--batchsize", "3"),
        wrong("fraud", "demo", "frud"),
        wrong("DEMO", "demo"),
        wrong("mutually exclusive", "demo", "fraud", "--batch-size=3", "--batch-interval=1s"),
        wrong("500ms", "demo", "fraud", "--batch-interval", "soon"),
        wrong("--batch-size", "demo", "fraud", "--batch-size", "0"),
        wrong("--rate", "demo", "fraud", "--rate", "-1"),
        wrong("--port", "demo", "fraud", "--port", "70000"),
        wrong("--learner", "evaluate", "x.csv", "--target", "y"),
        wrong("classify", "evaluate", "x.csv", "--task=guess", "--learner=k-means"),
        wrong("--checkpoint", "serve"),
        wrong("--port", "serve", "--checkpoint=x", "--port=-1"),
        wrong("DIR", "inspect"));
  }

  private static Arguments wrong(String expected, String... args) {
    return Arguments.of(expected, List.of(args));
  }

  @Test
  void shouldShowTheStackTraceWhenAskedTo() {
    Run run = Run.of("demo", "frud", "--debug");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("\tat "), run.err());
  }
}
