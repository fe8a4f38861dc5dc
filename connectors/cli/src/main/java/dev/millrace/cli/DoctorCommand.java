package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace doctor}: whether this machine has what is needed. */
@Command(
    name = "doctor",
    header = "Check that this machine has what Millrace needs.",
    description =
        "Java, memory, the port of the dashboard, what some parts need, and on a directory what"
            + " checkpoints need: room, fsync, renaming, locks. Exits with 1 if anything fails.",
    footer = {
      "Examples:",
      "  millrace doctor",
      "  millrace doctor --directory /var/lib/millrace --json"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where checkpoints are to be kept; default: the working directory.")
  private Path directory;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Usage.require(spec, Files.isDirectory(directory), directory + ": no such directory");
    List<Finding> findings = new ArrayList<>(MachineChecks.all());
    findings.addAll(new DiskChecks(directory).all());
    if (json) {
      ObjectNode object = Json.object();
      ArrayNode checks = object.putArray("checks");
      for (Finding finding : findings) {
        checks
            .addObject()
            .put("level", Choice.name(finding.level()))
            .put("what", finding.what())
            .put("found", finding.found())
            .put("advice", finding.advice());
      }
      Json.print(console.out(), object);
    } else {
      findings.forEach(this::print);
    }
    boolean fails = findings.stream().anyMatch(f -> f.level() == Finding.Level.FAIL);
    return fails ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private void print(Finding finding) {
    PrintWriter out = console.out();
    String style =
        switch (finding.level()) {
          case OK -> "green";
          case WARN -> "yellow";
          case FAIL -> "red,bold";
        };
    String level = String.format("%-4s", Choice.name(finding.level()));
    out.printf("%s  %-10s  %s%n", console.styled(style, level), finding.what(), finding.found());
    if (!finding.advice().isEmpty()) {
      out.printf("%18s-> %s%n", "", finding.advice());
    }
  }
}
