package dev.millrace.cli;

import dev.millrace.core.checkpoint.CheckpointDiff;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.ml.model.ModelComparison;
import dev.millrace.ml.model.ModelVersions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace checkpoint diff}: two checkpoints side by side. */
@Command(
    name = "diff",
    header = "Compare two checkpoints: offsets, state, figures, weights.",
    description =
        "Tables are compared key by key, models weight by weight under the names of the features,"
            + " whatever the files look like.",
    footer = {
      "Examples:",
      "  millrace checkpoint diff .millrace/fraud/checkpoint 84 86",
      "  millrace checkpoint diff .millrace/fraud/checkpoint 86 86 --in other-checkpoint"
    })
final class DiffCommand implements Runnable {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = CheckpointDirectory.DESCRIPTION)
  private String directory;

  @Parameters(index = "1", paramLabel = "A", description = "One checkpoint.")
  private long before;

  @Parameters(index = "2", paramLabel = "B", description = "The other.")
  private long after;

  @Option(names = "--in", paramLabel = "DIR", description = "Where the other is; default: DIR.")
  private String other;

  @Option(
      names = "--all",
      description = "Show all weights that differ, not the 15 largest changes.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  DiffCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    CheckpointDirectory one = CheckpointDirectory.open(spec, directory);
    CheckpointDirectory two = other == null ? one : CheckpointDirectory.open(spec, other);
    one.requireVersion("A", before);
    two.requireVersion("B", after);
    CheckpointDiff diff = one.store().diff(before, two.store(), after);
    List<ModelComparison> models = models(one.store(), before, two.store(), after);
    if (json) {
      Json.print(console.out(), Differences.toJson(diff, models));
    } else {
      console.out().printf("Checkpoint %d and %d%n", before, after);
      Differences.print(console.out(), diff, models, all);
    }
  }

  /** Of the models that both have. */
  static List<ModelComparison> models(
      CheckpointStore one, long before, CheckpointStore two, long after) {
    ModelVersions ofOne = ModelVersions.open(one);
    ModelVersions ofTwo = ModelVersions.open(two);
    List<String> names = new ArrayList<>(ofOne.names(before));
    names.retainAll(ofTwo.names(after));
    return names.stream().map(name -> ofOne.compare(name, before, ofTwo, after)).toList();
  }
}
