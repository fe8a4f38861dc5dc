package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.http.ServerOptions;
import dev.millrace.ml.evaluate.LabelReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.notebooks.Summary;
import dev.millrace.yaml.DeclaredPipeline;
import dev.millrace.yaml.PipelineFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** One run of a declared pipeline, from its start or from where the last run was. */
final class PipelineRun {
  private static final double NANOS = 1e9;

  private final Console console;
  private final PipelineFile pipeline;
  private final Path file;
  private final boolean once;
  private final boolean json;
  private final CountDownLatch interrupted = new CountDownLatch(1);

  PipelineRun(Console console, PipelineFile pipeline, Path file, boolean once, boolean json) {
    this.console = console;
    this.pipeline = pipeline;
    this.file = file;
    this.once = once;
    this.json = json;
  }

  /** Describes it, which finds all that can be wrong with the file, and runs nothing. */
  void check() {
    try (StreamingContext context = StreamingContext.create(pipeline.config())) {
      DeclaredPipeline described = pipeline.describe(context);
      long learners = described.learning().map(all -> all.predictors().size()).orElse(0);
      console
          .out()
          .printf(
              "%s: pipeline '%s' is in order, with %s%n",
              file, pipeline.name(), Results.count(learners, "learner", "learners"));
    }
  }

  /** Runs until the rows end, or, unless that is to be the end, until it is interrupted. */
  void toTheEnd(List<String> fresh) throws Exception {
    StreamingConfig config =
        placed(pipeline.config()).withFresh(fresh.toArray(String[]::new)).withoutShutdownHook();
    RunListener counts = new RunListener(batch -> note("going on after batch " + batch));
    Runnable hide = AlertLines.show(console);
    try (StreamingContext context = StreamingContext.create(config)) {
      DeclaredPipeline described = pipeline.describe(context);
      context.listen(counts);
      Progress.on(console, !json && !once).ifPresent(context::listen);
      Interrupts.during(
          () -> {
            run(config, context, described, counts);
            return null;
          },
          () -> {
            interrupted.countDown();
            context.stop();
          });
    } finally {
      hide.run();
    }
  }

  /** With an engine that is told what only this program knows. */
  private StreamingConfig placed(StreamingConfig config) throws IOException {
    if (pipeline.engine().equals(EngineOptions.LOCAL)) {
      return config;
    }
    Path work = Path.of(".millrace", pipeline.name() + "-work");
    return config.withEngine(
        EngineProvider.named(
            pipeline.engine(),
            EngineOptions.completed(pipeline.engine(), pipeline.engineOptions(), work)));
  }

  private void run(
      StreamingConfig config,
      StreamingContext context,
      DeclaredPipeline described,
      RunListener counts)
      throws InterruptedException {
    long start = System.nanoTime();
    try (Serving served = serve(config, context, described)) {
      context.start();
      served.announce(console.err(), described.hasDashboard(), described.hasMetrics());
      context.awaitTermination();
      Optional<PrequentialReport> report = described.learning().map(learning -> learning.report());
      double seconds = (System.nanoTime() - start) / NANOS;
      if (json) {
        Json.print(console.out(), toJson(report, counts, seconds));
      } else {
        print(report, counts, seconds);
        print(described.places());
      }
      if (counts.batches() == 0 && counts.committedBefore() >= 0) {
        note("there was nothing new; it goes on from here when there is");
      }
      keepServing(served);
    }
  }

  private Serving serve(
      StreamingConfig config, StreamingContext context, DeclaredPipeline described) {
    Optional<ServerOptions> options = described.server();
    if (once || options.isEmpty()) {
      return Serving.none();
    }
    Shown shown =
        new Shown(
            context,
            described.learning().map(List::of).orElse(List.of()),
            described.alerts(),
            described.drifts().map(List::of).orElse(List.of()),
            described.hasDashboard(),
            described.hasMetrics(),
            described.readyWithin().orElseGet(() -> Shown.readyWithin(config.trigger())));
    return Serving.start(
        options.get(),
        described.models(),
        config.checkpoint().map(CheckpointStore::open).map(ModelVersions::open),
        shown,
        "--set serve.port=0");
  }

  private void keepServing(Serving served) throws InterruptedException {
    if (interrupted.getCount() == 0) {
      note("stopped; the same command goes on from here");
    } else if (served.server().isPresent()) {
      note(
          "the rows have ended; still serving at " + served.server().get().uri() + ", Ctrl-C ends");
      console.out().flush();
      interrupted.await();
    }
  }

  private ObjectNode toJson(
      Optional<PrequentialReport> report, RunListener counts, double seconds) {
    ObjectNode object = Json.object().put("pipeline", pipeline.name());
    report.ifPresent(all -> object.put("rows", all.rows()));
    object.put("rowsRead", counts.rows()).put("batches", counts.allBatches());
    Json.putRounded(object, "seconds", seconds, 3);
    Json.putRounded(object, "rowsPerSecond", counts.rows() / seconds, 1);
    object.put("rejected", counts.rejected());
    report
        .map(PrequentialReport::labels)
        .filter(labels -> labels.rows() > 0)
        .ifPresent(
            labels ->
                object
                    .putObject("labels")
                    .put("labelled", labels.labelled())
                    .put("expired", labels.expired())
                    .put("pending", labels.pending())
                    .put("unknown", labels.unknown())
                    .put("late", labels.late())
                    .put("duplicate", labels.duplicateLabels()));
    Results.addTo(object, learners(report));
    return object;
  }

  private static List<Summary.Learner> learners(Optional<PrequentialReport> report) {
    return report
        .map(all -> all.learners().stream().map(Summary.Learner::of).toList())
        .orElse(List.of());
  }

  private void print(Optional<PrequentialReport> report, RunListener counts, double seconds) {
    PrintWriter out = console.out();
    out.printf(
        Locale.ROOT,
        "%s: %s in %s, this run read %,d, %.1f s (%,.0f rows/s)%n",
        pipeline.name(),
        Results.count(report.map(PrequentialReport::rows).orElse(counts.rows()), "row", "rows"),
        Results.count(counts.allBatches(), "batch", "batches"),
        counts.rows(),
        seconds,
        counts.rows() / seconds);
    if (report.isPresent()) {
      out.println();
      Results.print(out, Results.SHOWN, learners(report));
    }
    report.map(PrequentialReport::labels).ifPresent(labels -> print(out, labels, counts));
    if (counts.rejected() > 0) {
      out.printf(
          Locale.ROOT,
          "%n%s rejected; they are where dead letters go, if deadLetters says where%n",
          Results.count(counts.rejected(), "row", "rows"));
    }
    out.flush();
  }

  /** Where everything is. */
  private void print(Map<String, String> places) {
    int width = places.keySet().stream().mapToInt(String::length).max().orElse(0);
    PrintWriter out = console.out();
    out.println();
    places.forEach((name, place) -> out.printf("  %-" + width + "s   %s%n", name, place));
    out.flush();
  }

  /** Where labels come later than their rows: what became of both. */
  private static void print(PrintWriter out, LabelReport labels, RunListener counts) {
    if (labels.rows() == 0) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "%nlabels: %,d of %,d rows got theirs in time, %,d got none, %,d wait for theirs%n",
        labels.labelled(),
        labels.rows(),
        labels.expired(),
        labels.pending());
    long later = counts.held(DeclaredPipeline.PACED_LABELS);
    if (later > 0) {
      out.printf(
          Locale.ROOT,
          "%s later than the last row; the next run takes what rows are as late as%n",
          Results.count(later, "label is", "labels are"));
    }
    long lost = labels.unknown() + labels.late() + labels.duplicateLabels();
    if (lost > 0) {
      out.printf(
          Locale.ROOT,
          "%s of no use: %,d of no known row, %,d after the horizon, %,d of rows that had one%n",
          Results.count(lost, "label", "labels"),
          labels.unknown(),
          labels.late(),
          labels.duplicateLabels());
    }
  }

  private void note(String text) {
    console.err().println("millrace: " + text);
  }
}
