package dev.millrace.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace checkpoint}: what can be done with a checkpoint directory. */
@Command(
    name = "checkpoint",
    header = "Look into checkpoints, check, compare and convert them, go back to one.",
    description = {
      "A checkpoint is named by its batch, which is also the version of the models in it.",
      "",
      "Exit codes: 0 done, 1 failed or damaged, 2 wrongly used."
    },
    subcommands = {
      InspectCommand.class,
      VerifyCommand.class,
      DiffCommand.class,
      MigrateCommand.class,
      RollbackCommand.class
    })
final class CheckpointCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
