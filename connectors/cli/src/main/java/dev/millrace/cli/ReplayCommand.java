package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.Replay;
import dev.millrace.core.StreamingConfig;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.ml.model.ModelComparison;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.notebooks.ShippedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace replay}: computes again what a demo computed between two checkpoints. */
@Command(
    name = "replay",
    header = "Compute again what a demo computed, from one checkpoint to another, and compare.",
    description = {
      "Begins with checkpoint B, gives every batch the rows it had, and compares state, models and"
          + " predictions with checkpoint C. Unchanged code and options must give the same content;"
          + " --set shows what another hyper-parameter would have done from B on. Checkpoint and"
          + " output are only read.",
      "",
      "Batches can be replayed from any checkpoint that is retained, not from pinned ones that are"
          + " older: see --retain of 'millrace demo'. Pipelines of your own are replayed by"
          + " dev.millrace.core.Replay."
    },
    footer = {
      "Exit codes: 0 the same, or changed with --set; 1 failed or not the same; 2 wrongly used.",
      "",
      "Examples:",
      "  millrace replay --checkpoint .millrace/fraud/checkpoint --from 84",
      "  millrace replay --checkpoint .millrace/fraud/checkpoint --from 84 --until 85 \\",
      "      --set champion.learningRate=0.1"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final String PREDICTIONS = "predictions";

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      required = true,
      description = "The checkpoint directory of a demo.")
  private String checkpoint;

  @Option(
      names = "--from",
      paramLabel = "B",
      required = true,
      description = "The checkpoint to begin with.")
  private long from;

  @Option(
      names = "--until",
      paramLabel = "C",
      description = "The one to compare with; default: the newest.")
  private Long until;

  @Option(
      names = "--set",
      paramLabel = "L.O=V",
      description = "Give option O of learner L another value; may be given several times.")
  private List<String> changes = List.of();

  @Option(
      names = "--input",
      paramLabel = "F",
      description = "What the demo read; default: the data that comes with it.")
  private Path input;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "What the demo wrote, to compare predictions; default: DIR/../output.")
  private Path output;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep checkpoint and predictions of the replay there, an empty directory.")
  private Path keep;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--all",
      description = "Show all weights that differ, not the 15 largest changes.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    CheckpointDirectory opened = CheckpointDirectory.open(spec, checkpoint);
    opened.requireVersion("--from", from);
    if (until != null) {
      opened.requireVersion("--until", until);
      Usage.require(
          spec, until > from, "--until must be after --from, got " + until + " and " + from);
    }
    DemoCommand.Demo demo = demo(opened.store().read(from).pipeline());
    LearnerChanges set = LearnerChanges.parse(changes);
    requireLearners(opened, set);
    Path scratch = keep == null ? Files.createTempDirectory("millrace-replay") : keep;
    try {
      return replay(opened, demo, set, scratch);
    } finally {
      if (keep == null) {
        DemoRun.delete(scratch);
      }
    }
  }

  private DemoCommand.Demo demo(String pipeline) {
    for (DemoCommand.Demo demo : DemoCommand.Demo.values()) {
      if (Choice.name(demo).equals(pipeline)) {
        return demo;
      }
    }
    Usage.require(
        spec,
        false,
        checkpoint
            + " is of pipeline '"
            + pipeline
            + "', whose code is not here; replay it with dev.millrace.core.Replay");
    throw new AssertionError("refused above");
  }

  private void requireLearners(CheckpointDirectory opened, LearnerChanges set) {
    List<String> there = ModelVersions.open(opened.store()).names(from);
    for (String learner : set.learners()) {
      Usage.require(
          spec,
          there.contains(learner),
          "--set: no learner '" + learner + "'" + Suggestion.among("there are", there, learner));
    }
  }

  private int replay(
      CheckpointDirectory opened, DemoCommand.Demo demo, LearnerChanges set, Path scratch)
      throws IOException {
    Replay replay = Replay.of(opened.storage(), from).withSinks(PREDICTIONS);
    StreamingConfig config = StreamingConfig.named(Choice.name(demo));
    Path written = scratch.resolve("output");
    Path read = input == null ? ShippedData.file(demo.data()) : input;
    Replay.Result result =
        (until == null ? replay : replay.until(until))
            .run(
                engine.provider(scratch.resolve("work")).map(config::withEngine).orElse(config),
                context -> demo.describe(context, read, written, set),
                scratch.resolve("checkpoint"));
    List<ModelComparison> models =
        DiffCommand.models(opened.store(), result.until(), result.replayed(), result.until());
    Optional<PredictionDiff> predictions =
        output()
            .map(place -> place.resolve(PREDICTIONS))
            .filter(Files::isDirectory)
            .map(
                place ->
                    PredictionDiff.of(
                        place, written.resolve(PREDICTIONS), result.from(), result.until()));
    if (json) {
      ObjectNode object = Differences.toJson(result.diff(), models);
      object.put("from", result.from()).put("until", result.until());
      object.put("contentHash", result.replayed().content(result.until()).hash());
      predictions.ifPresent(diff -> object.set(PREDICTIONS, diff.toJson()));
      Json.print(console.out(), object);
    } else {
      print(demo, result, models, predictions);
    }
    boolean same = result.diff().isSame() && predictions.map(PredictionDiff::isSame).orElse(true);
    return same || !set.learners().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Where the demo has written, if that can be told. */
  private Optional<Path> output() {
    if (output != null) {
      return Optional.of(output);
    }
    return Optional.of(Path.of(checkpoint).toAbsolutePath().normalize())
        .map(Path::getParent)
        .map(parent -> parent.resolve("output"));
  }

  private void print(
      DemoCommand.Demo demo,
      Replay.Result result,
      List<ModelComparison> models,
      Optional<PredictionDiff> predictions) {
    PrintWriter out = console.out();
    out.printf(
        "%s: replayed %s from checkpoint %d, compared with checkpoint %d (before: stored, after:"
            + " replayed)%n",
        Choice.name(demo),
        Results.count(result.until() - result.from(), "batch", "batches"),
        result.from(),
        result.until());
    out.printf("Content %s%n", result.replayed().content(result.until()).hash());
    Differences.print(out, result.diff(), models, all);
    predictions.ifPresentOrElse(
        diff -> diff.print(out),
        () -> out.println("Predictions were not compared: name what the demo wrote by --output."));
    out.flush();
  }
}
