package dev.millrace.cli;

import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.checkpoint.Rollback;
import dev.millrace.core.checkpoint.Storage;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace checkpoint rollback}: makes an older checkpoint the newest. */
@Command(
    name = "rollback",
    header = "Go back to a checkpoint: the pipeline goes on from it.",
    description = {
      "Later checkpoints are set aside, in DIR/aside-1, aside-2 …, with all that they need: such a"
          + " directory can be inspected and compared as any other. To undo, move its files back"
          + " while the pipeline is stopped. The pipeline must not be running.",
      "",
      "Output that was published since: the batches are redone with exactly the rows they had, so"
          + " nothing is lost and nothing comes twice. File sinks remove what they published of them"
          + " and write it anew. A sink that goes by the batch id keeps what it published, as the"
          + " code computed it then: if the code has changed, give it a new place. Batches that have"
          + " lost their plans, since they are older than the checkpoints that were retained, may be"
          + " cut otherwise; then such a sink needs a new place in any case, and this says so."
    },
    footer = {
      "Examples:",
      "  millrace checkpoint rollback .millrace/fraud/checkpoint --to 41",
      "  millrace checkpoint rollback .millrace/fraud/checkpoint --to 41 --delete"
    })
final class RollbackCommand implements Runnable {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = CheckpointDirectory.DESCRIPTION)
  private String directory;

  @Option(
      names = "--to",
      paramLabel = "V",
      required = true,
      description = "The checkpoint that is to be the newest.")
  private long version;

  @ArgGroup(exclusive = true)
  private Later later = new Later();

  RollbackCommand(Console console) {
    this.console = console;
  }

  /** What becomes of later checkpoints. */
  static final class Later {
    @Option(
        names = "--aside",
        paramLabel = "DIR",
        description = "Set later checkpoints aside there, an empty or new directory.")
    private String aside;

    @Option(names = "--delete", description = "Delete later checkpoints for good.")
    private boolean delete;
  }

  @Override
  public void run() {
    CheckpointDirectory opened = CheckpointDirectory.open(spec, directory);
    opened.requireVersion("--to", version);
    CheckpointStore store = opened.store();
    if (later.delete) {
      print(store.rollBack(version), "deleted");
    } else {
      Storage aside =
          later.aside != null
              ? CheckpointDirectory.storage(spec, later.aside)
              : opened.freePlace("aside");
      print(store.rollBack(version, aside), "set aside in " + aside);
    }
  }

  private void print(Rollback rollback, String fate) {
    PrintWriter out = console.out();
    out.printf("The newest checkpoint is now %d.%n", rollback.batchId());
    if (!rollback.removed().isEmpty()) {
      out.printf(
          "Later ones are %s: %s.%n",
          fate, rollback.removed().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
    if (rollback.redoneUntil() > rollback.batchId()) {
      out.printf(
          "%s will be redone with exactly the same rows: file sinks write anew what was published of"
              + " that, sinks that go by the batch id keep it. If the code has changed, give such a"
              + " sink a new place.%n",
          batches(rollback.batchId() + 1, rollback.redoneUntil()));
    }
    if (rollback.publishedUntil() > rollback.redoneUntil()) {
      out.printf(
          "%s may have been published, but without plans what follows is planned anew and may be cut"
              + " otherwise. File sinks write it anew; give a sink that goes by the batch id a new"
              + " place, or it mixes both.%n",
          batches(rollback.redoneUntil() + 1, rollback.publishedUntil()));
    }
    out.flush();
  }

  private static String batches(long from, long until) {
    return from == until ? "Batch " + from : "Batches " + from + " to " + until;
  }
}
