package dev.millrace.cli;

import dev.millrace.core.checkpoint.Migration;
import dev.millrace.core.checkpoint.Storage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace checkpoint migrate}: rewrites older formats. */
@Command(
    name = "migrate",
    header = "Rewrite checkpoints of an older format in today's.",
    description =
        "A pipeline reads every older format by itself, so this is never needed to go on. What"
            + " stands there is compared before and after, by its content hash. In place, the files"
            + " that are replaced are first copied to DIR/before-migration-1 and so on. The pipeline"
            + " must not be running. Called again, it finds nothing to do.",
    footer = {
      "Exit codes: 0 done, 1 failed or some are damaged, 2 wrongly used.",
      "",
      "Examples:",
      "  millrace checkpoint migrate state",
      "  millrace checkpoint migrate state --to state-in-new-format"
    })
final class MigrateCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = CheckpointDirectory.DESCRIPTION)
  private String directory;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Write there, and leave everything here as it is.")
  private String to;

  MigrateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CheckpointDirectory opened = CheckpointDirectory.open(spec, directory);
    PrintWriter out = console.out();
    Migration done;
    if (to == null) {
      Storage kept = opened.freePlace("before-migration");
      done = opened.store().migrate(kept);
      if (!done.migrated().isEmpty()) {
        out.printf(
            "Rewritten: %s. The files as they were are in %s.%n", list(done.migrated()), kept);
      }
    } else {
      done = opened.store().migrateTo(CheckpointDirectory.storage(spec, to));
      out.printf("Rewritten to %s: %s.%n", to, list(done.migrated()));
      for (String logs : List.of("sources", "sinks")) {
        opened
            .storage()
            .directory()
            .map(path -> path.resolve(logs))
            .filter(Files::exists)
            .ifPresent(path -> out.printf("%s was not taken along: copy it too.%n", path));
      }
    }
    if (!done.unchanged().isEmpty()) {
      out.printf("In today's format already: %s.%n", list(done.unchanged()));
    }
    if (!done.damaged().isEmpty()) {
      out.printf("Damaged, left alone: %s; see checkpoint verify.%n", list(done.damaged()));
    }
    out.flush();
    return done.damaged().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static String list(List<Long> batchIds) {
    return batchIds.isEmpty()
        ? "none"
        : batchIds.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
