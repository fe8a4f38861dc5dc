package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.testing.Fuzz;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Whatever somebody types, the answer is a result or a line that says what is wrong. */
class ArgumentsFuzzTest {
  /** Commands that only read; of the others the arguments are read, and that is all. */
  private static final Set<String> HARMLESS =
      Set.of("learners", "inspect", "verify", "diff", "evaluate");

  @TempDir Path directory;

  private static int onlyHarmless(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    String name = last.commandSpec().name();
    boolean checks = name.equals("run") && last.hasMatchedOption("--check");
    return checks || HARMLESS.contains(name) || last.isUsageHelpRequested()
        ? new CommandLine.RunLast().execute(parsed)
        : 0;
  }

  private static void call(byte[] input) {
    String[] args = new String(input, StandardCharsets.UTF_8).split("\n", -1);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = new Console(new PrintWriter(out), new PrintWriter(err, true), false);
    int code =
        Main.commands(console).setExecutionStrategy(ArgumentsFuzzTest::onlyHarmless).execute(args);
    assertTrue(code >= 0 && code <= 2, "exit code " + code);
    String said = err.toString();
    if (code != 0) {
      assertTrue(said.startsWith("millrace: "), said);
    }
    assertFalse(said.contains("\tat ") && !List.of(args).contains("--debug"), said);
  }

  @Test
  void shouldAnswerAnyArguments() throws Exception {
    Path csv = Files.writeString(directory.resolve("d.csv"), "x,y\n1,a\n2,b\n3,a\n");
    Path yaml =
        Files.writeString(
            directory.resolve("p.yaml"),
            "name: p\nsources: {rows: {type: csv, path: '" + csv + "'}}\n");
    List<byte[]> seeds =
        List.of(
                "demo\nfraud\n--once\n--batch-size=100\n--rate\n5\n--port\n0",
                "evaluate\n"
                    + csv
                    + "\n--target\ny\n--learner\nmajority-class\n--drop\nx\n--delay\n2",
                "run\n"
                    + yaml
                    + "\n--check\n--set\nbatch.maxRecords=5\n--set\nfeatures.0.type=numeric",
                "learners\nk-means\n--json",
                "checkpoint\ndiff\n" + directory + "\n1\n2\n--json",
                "serve\n--checkpoint\n" + directory + "\n--port\n0",
                "init\n" + csv + "\n--target\ny\n-o\nx.yaml",
                "doctor\n--json",
                "replay\n--checkpoint\n" + directory + "\n--from\n1\n--set\na.b=c")
            .stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();
    Fuzz.of("arguments", ArgumentsFuzzTest::call, seeds)
        .withTokens(
            "\n",
            "\n--",
            "--help",
            "-h",
            "--version",
            "=",
            "\n-",
            "@",
            "\n@x\n",
            "${env:X}",
            "${sys:user.home}",
            "%s",
            "%n",
            "\u0000",
            "'",
            "\"",
            "\n--json\n",
            "999999999999999999",
            "-1",
            "NaN",
            "1e999",
            "\n--debug\n",
            ":",
            ",",
            "../",
            "*")
        .withMemory(64 << 20, 65_536)
        .run(Path.of("src/test/resources/fuzz"));
  }
}
