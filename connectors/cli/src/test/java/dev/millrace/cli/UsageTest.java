package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @Test
  void shouldShowHelpWhenCalledWithNothing() {
    Run run = Run.of();
    assertEquals(0, run.code());
    for (String command :
        List.of(
            "demo",
            "init",
            "run",
            "notebook",
            "evaluate",
            "learners",
            "serve",
            "checkpoint",
            "replay",
            "doctor")) {
      assertTrue(run.out().contains("  " + command + " "), run.out());
    }
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "init",
        "run",
        "notebook",
        "evaluate",
        "learners",
        "serve",
        "checkpoint",
        "replay",
        "doctor"
      })
  void shouldExplainEachCommand(String command) {
    Run run = Run.of(command, "--help");
    assertEquals(0, run.code());
    assertTrue(run.out().contains("Usage: millrace " + command), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
    assertFalse(run.out().contains(" null"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "verify", "diff", "migrate", "rollback"})
  void shouldExplainWhatCanBeDoneWithCheckpoints(String command) {
    assertTrue(Run.of("checkpoint").out().contains("  " + command + " "));
    Run run = Run.of("checkpoint", command, "--help");
    assertEquals(0, run.code());
    assertTrue(run.out().contains("Usage: millrace checkpoint " + command), run.out());
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
        wrong(
            "there is no option '--batchsize'; did you mean '--batch-size'?",
            "demo",
            "fraud",
            "--batchsize=3"),
        wrong("millrace: DEMO: there is no 'frud'; did you mean 'fraud'?", "demo", "frud"),
        wrong("no learner is called 'k-maens'; did you mean 'k-means'?", "learners", "k-maens"),
        wrong("there is no command 'docter'; did you mean 'doctor'?", "docter"),
        wrong("there is no command 'rnu'; did you mean 'run'?", "rnu"),
        wrong("there is one argument too many: 'twice'", "demo", "fraud", "twice"),
        wrong("no-such-directory: no such directory", "doctor", "--directory=no-such-directory"),
        wrong("nowhere.csv: no such file", "init", "nowhere.csv"),
        wrong("expected kafka:TOPIC@HOST:PORT", "init", "kafka:payments"),
        wrong("src: no such directory", "init", "pom.xml", "-o=no/src/p.yaml"),
        wrong("pom.xml is there already", "init", "x.csv", "-o", "pom.xml"),
        wrong("FILE is missing", "run"),
        wrong("nowhere.yaml: no such file", "run", "nowhere.yaml"),
        wrong("src is a directory", "run", "src"),
        wrong("expected key=value, got 'trigger'", "run", "pom.xml", "--set", "trigger"),
        wrong(
            "say only one of --batch-interval=D, --batch-size=N (see",
            "demo",
            "fraud",
            "--batch-size=3",
            "--batch-interval=1s"),
        wrong("500ms", "demo", "fraud", "--batch-interval", "soon"),
        wrong("--batch-size", "demo", "fraud", "--batch-size", "0"),
        wrong("--rate", "demo", "fraud", "--rate", "-1"),
        wrong("--port must be from 0 to 65535, got 70000", "demo", "fraud", "--port", "70000"),
        wrong("millrace: --port: expected a whole number, got 'x' (see", "demo", "--port=x"),
        wrong("millrace: --rate: expected a number, got 'y' (see", "demo", "--rate=y"),
        wrong("millrace: --port needs a value: --port=P (see", "demo", "fraud", "--port"),
        wrong("--master is for --engine spark", "demo", "fraud", "--master=local[2]"),
        wrong("millrace-spark", "demo", "fraud", "--once", "--engine=spark"),
        wrong("no engine is named 'sparc'", "demo", "fraud", "--once", "--engine=sparc"),
        wrong(
            "millrace: --learner=SPEC is missing: name:option=value,… as 'millrace learners' lists",
            "evaluate",
            "x.csv",
            "--target",
            "y"),
        wrong("millrace: --learner=SPEC and FILE are missing (see", "evaluate"),
        wrong("millrace: SOURCE is missing: A CSV file with a header", "init"),
        wrong("classify", "evaluate", "x.csv", "--task=guess", "--learner=k-means"),
        wrong("millrace-jupyter", "notebook", "--kernel-spec=target"),
        wrong("no such file", "notebook", "churn"),
        wrong("'chrun'", "notebook", "chrun"),
        wrong("--checkpoint", "serve"),
        wrong("--port", "serve", "--checkpoint=x", "--port=-1"),
        wrong("DIR", "checkpoint", "inspect"),
        wrong("--to", "checkpoint", "rollback", "x"),
        wrong("say only one of", "checkpoint", "rollback", "x", "--to=1", "--delete", "--aside=y"));
  }

  @Test
  void shouldListTheDemosWhereNoneIsNamed() {
    Run run = Run.of("demo");
    assertEquals(2, run.code());
    assertEquals("", run.out());
    List<String> lines = run.err().lines().toList();
    assertEquals("millrace: say which, as in 'millrace demo fraud':", lines.get(0));
    assertEquals(7, lines.size(), run.err());
    for (DemoCommand.Demo demo : DemoCommand.Demo.values()) {
      assertTrue(
          lines.stream().anyMatch(line -> line.matches("  " + Choice.name(demo) + " +\\w.{20,}")),
          run.err());
    }
  }

  @Test
  void shouldTakeAPathWithoutACheckpointForMistyped(@TempDir Path directory) {
    String nowhere = directory.resolve("nowhere").toString();
    for (List<String> command :
        List.of(
            List.of("checkpoint", "inspect"),
            List.of("checkpoint", "verify"),
            List.of("checkpoint", "rollback", "--to=1"),
            List.of("serve", "--port=0", "--checkpoint"))) {
      List<String> args = new ArrayList<>(command);
      args.add(nowhere);
      Run run = Run.of(args.toArray(String[]::new));
      assertEquals(2, run.code());
      assertTrue(run.err().contains(nowhere + ": no such directory"), run.err());
      args.set(args.size() - 1, directory.toString());
      run = Run.of(args.toArray(String[]::new));
      assertEquals(2, run.code());
      assertTrue(run.err().contains(directory + " holds no checkpoint; give the"), run.err());
    }
  }

  @Test
  void shouldListLearnersShortlyAndShowOneWithItsOptions() {
    Run list = Run.of("learners");
    assertTrue(list.out().contains("k-means "), list.out());
    assertFalse(list.out().contains("initialRows"), list.out());
    Run one = Run.of("learners", "k-means");
    assertTrue(one.out().contains("initialRows = 10·k"), one.out());
    assertFalse(one.out().contains("mini-batch"), one.out());
    assertTrue(Run.of("learners", "--all").out().contains("initialRows"));
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
