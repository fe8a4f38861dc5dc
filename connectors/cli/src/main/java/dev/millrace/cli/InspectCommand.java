package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointInfo;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.ml.Clusterer;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.ml.model.StoredModel;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace checkpoint inspect}: what a checkpoint directory holds. */
@Command(
    name = "inspect",
    header = "Show what a checkpoint directory holds.",
    description =
        "Batches, offsets, sizes of state, versions of the models, weights by the names of the"
            + " features. A model's version is the batch whose commit made it durable, so versions"
            + " are pinned by batch. The content hash does not depend on how the files are written:"
            + " equal hashes, equal offsets, state and models.",
    footer = {
      "Examples:",
      "  millrace checkpoint inspect .millrace/fraud/checkpoint",
      "  millrace checkpoint inspect .millrace/fraud/checkpoint --pin 41"
    })
final class InspectCommand implements Runnable {
  private static final int SHOWN = 15;

  /** All to the same width. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = CheckpointDirectory.DESCRIPTION)
  private String directory;

  @ArgGroup(exclusive = true)
  private Change change = new Change();

  @Option(names = "--all", description = "Show all parameters of a model, not the 15 largest.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  InspectCommand(Console console) {
    this.console = console;
  }

  /** What is to be changed before it is shown. */
  static final class Change {
    @Option(
        names = "--pin",
        paramLabel = "V",
        description = "Keep this version, however old it gets.")
    private Long pin;

    @Option(names = "--unpin", paramLabel = "V", description = "Let this version get old again.")
    private Long unpin;
  }

  @Override
  public void run() {
    CheckpointDirectory opened = CheckpointDirectory.open(spec, directory);
    CheckpointStore store = opened.store();
    if (change.pin != null) {
      opened.requireVersion("--pin", change.pin);
      store.pin(change.pin);
    } else if (change.unpin != null) {
      opened.requireVersion("--unpin", change.unpin);
      store.unpin(change.unpin);
    }
    Whole newest = newestWhole(opened);
    List<StoredModel> models = models(opened.versions(), newest.checkpoint().batchId());
    if (json) {
      ObjectNode object =
          toJson(newest.checkpoint(), store.list()).put("contentHash", newest.hash());
      ArrayNode array = object.putArray("models");
      models.forEach(model -> array.add(toJson(model)));
      Json.print(console.out(), object);
    } else {
      print(newest.checkpoint(), newest.hash(), store.list());
      models.forEach(this::print);
    }
  }

  private record Whole(Checkpoint checkpoint, String hash) {}

  /** What the pipeline would go on from. */
  private Whole newestWhole(CheckpointDirectory opened) {
    CheckpointStore store = opened.store();
    List<CheckpointInfo> all = store.list();
    for (int i = all.size() - 1; i >= 0; i--) {
      long batchId = all.get(i).batchId();
      try {
        return new Whole(store.read(batchId), store.content(batchId).hash());
      } catch (CheckpointException e) {
        console.err().printf("millrace: passing over checkpoint %d: %s%n", batchId, e.getMessage());
      }
    }
    throw new CheckpointException(
        opened.place()
            + " holds no checkpoint that is whole; 'millrace checkpoint verify' tells of each file");
  }

  private static List<StoredModel> models(ModelVersions versions, long version) {
    return versions.names(version).stream().map(name -> versions.load(name, version)).toList();
  }

  private void print(StoredModel model) {
    PrintWriter out = console.out();
    out.printf(
        "%nModel %s: %s, learned from %s%n",
        model.name(),
        model.learner().kind(),
        Results.count(model.learner().rowsLearned(), "row", "rows"));
    if (!model.figures().isEmpty()) {
      out.println(
          "  "
              + model.figures().entrySet().stream()
                  .map(f -> Results.title(f.getKey()) + " " + Results.number(f.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    List<Map.Entry<String, Double>> parameters = new ArrayList<>(model.parameters().entrySet());
    if (!(model.model() instanceof Clusterer)) {
      parameters.sort(Comparator.comparingDouble(entry -> -Math.abs(entry.getValue())));
    }
    TextTable table = new TextTable(1, List.of("parameter", "value"));
    parameters.stream()
        .limit(all ? parameters.size() : SHOWN)
        .forEach(entry -> table.row(List.of(entry.getKey(), Results.number(entry.getValue()))));
    table.print(out);
    if (!all && parameters.size() > SHOWN) {
      out.printf("  … %d more: see --all or --json%n", parameters.size() - SHOWN);
    }
  }

  private static ObjectNode toJson(StoredModel model) {
    ObjectNode object = Json.object().put("name", model.name()).put("kind", model.learner().kind());
    object.put("rowsLearned", model.learner().rowsLearned());
    ObjectNode figures = object.putObject("metrics");
    model.figures().forEach((name, value) -> Json.put(figures, name, value));
    ObjectNode parameters = object.putObject("parameters");
    model.parameters().forEach((name, value) -> Json.put(parameters, name, value));
    return object;
  }

  private void print(Checkpoint newest, String hash, List<CheckpointInfo> kept) {
    PrintWriter out = console.out();
    out.printf(
        "Pipeline %s: %s, the last at %s (run %d)%n",
        newest.pipeline(),
        Results.count(newest.batchId() + 1, "batch", "batches"),
        TIME.format(newest.batchTime()),
        newest.run());
    out.printf("Content %s%n", hash);

    out.printf("%nOffsets%n");
    TextTable offsets = new TextTable(2, List.of("source", "split", "next"));
    newest
        .offsets()
        .forEach(
            (source, splits) ->
                splits.forEach(
                    (split, offset) -> offsets.row(List.of(source, split, offset.value()))));
    offsets.print(out);

    out.printf("%nState%n");
    TextTable state = new TextTable(1, List.of("part", "bytes"));
    newest
        .parts()
        .forEach((name, bytes) -> state.row(List.of(name, String.format("%,d", bytes.length))));
    state.print(out);

    out.printf("%nVersions kept%n");
    TextTable versions =
        new TextTable(0, List.of("version", "batch time", "run", "format", "bytes", ""));
    for (CheckpointInfo info : kept) {
      versions.row(
          List.of(
              Long.toString(info.batchId()),
              TIME.format(info.batchTime()),
              Long.toString(info.run()),
              Integer.toString(info.format()),
              String.format("%,d", info.bytes()),
              info.damage().orElse(info.pinned() ? "pinned" : "")));
    }
    versions.print(out);
  }

  private static ObjectNode toJson(Checkpoint newest, List<CheckpointInfo> kept) {
    ObjectNode object = Json.object();
    object.put("pipeline", newest.pipeline());
    object.put("batches", newest.batchId() + 1);
    object.put("batchTime", newest.batchTime().toString());
    object.put("run", newest.run());
    ObjectNode offsets = object.putObject("offsets");
    newest
        .offsets()
        .forEach(
            (source, splits) -> {
              ObjectNode bySplit = offsets.putObject(source);
              splits.forEach((split, offset) -> bySplit.put(split, offset.value()));
            });
    ObjectNode state = object.putObject("stateBytes");
    newest.parts().forEach((name, bytes) -> state.put(name, bytes.length));
    ArrayNode versions = object.putArray("versions");
    for (CheckpointInfo info : kept) {
      ObjectNode version =
          versions
              .addObject()
              .put("version", info.batchId())
              .put("batchTime", info.batchTime().toString())
              .put("run", info.run())
              .put("format", info.format())
              .put("bytes", info.bytes())
              .put("pinned", info.pinned());
      info.damage().ifPresent(damage -> version.put("damage", damage));
    }
    return object;
  }
}
