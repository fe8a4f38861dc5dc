package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.http.BearerToken;
import dev.millrace.http.ServerOptions;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** One run of an example pipeline, from its start or from where the last run was. */
final class DemoRun {
  private static final double NANOS = 1e9;

  /**
   * What was asked for.
   *
   * @param engine what computes; empty for this process
   * @param ownDirectories whether output and checkpoint are the demo's own, so that a run that has
   *     ended may be swept away
   * @param port to serve on; empty not to serve
   * @param token that the server asks for
   * @param anyPort whether another port will do where that is taken
   * @param once whether to end with the data
   * @param retain how many checkpoints are kept
   * @param fresh names of what starts empty
   */
  record Settings(
      Optional<EngineProvider> engine,
      Path input,
      Path output,
      Path checkpoint,
      boolean ownDirectories,
      Pace pace,
      Optional<Integer> port,
      Optional<BearerToken> token,
      boolean anyPort,
      boolean once,
      int retain,
      List<String> fresh) {}

  private final Console console;
  private final DemoCommand.Demo demo;
  private final Settings settings;
  private final boolean json;
  private final CountDownLatch interrupted = new CountDownLatch(1);

  DemoRun(Console console, DemoCommand.Demo demo, Settings settings, boolean json) {
    this.console = console;
    this.demo = demo;
    this.settings = settings;
    this.json = json;
  }

  /** Runs until the data ends, or, unless that is to be the end, until it is interrupted. */
  void toTheEnd() throws Exception {
    boolean hadEnded = run(settings.ownDirectories());
    if (hadEnded && settings.ownDirectories()) {
      note("the run in " + settings.checkpoint().getParent() + " was complete; starting anew");
      delete(settings.output());
      delete(settings.checkpoint());
      run(false);
    }
  }

  /**
   * @param mayStartAnew whether to return at once if there is nothing left to do
   * @return whether there was nothing left to do
   */
  private boolean run(boolean mayStartAnew) throws Exception {
    RunListener counts = new RunListener(batch -> note("going on after batch " + batch));
    StreamingConfig config =
        StreamingConfig.named(Choice.name(demo))
            .withTrigger(settings.pace().trigger())
            .withMaxBatchRecords(settings.pace().batchSize())
            .withCheckpoint(settings.checkpoint())
            .withRetainCheckpoints(settings.retain())
            .withFresh(settings.fresh().toArray(String[]::new))
            .withoutShutdownHook();
    StreamingConfig placed = settings.engine().map(config::withEngine).orElse(config);
    try (StreamingContext context = StreamingContext.create(placed)) {
      Example example =
          demo.describe(context, settings.input(), settings.output(), LearnerChanges.none());
      context.listen(counts);
      Progress.on(console, !json && !settings.once()).ifPresent(context::listen);
      return Interrupts.during(
          () -> run(context, example, counts, mayStartAnew),
          () -> {
            interrupted.countDown();
            context.stop();
          });
    }
  }

  private boolean run(
      StreamingContext context, Example example, RunListener counts, boolean mayStartAnew)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (Serving served = serve(context, example)) {
      context.start();
      served.announce(console.err(), true, true);
      context.awaitTermination();
      boolean nothingLeft = counts.batches() == 0 && counts.committedBefore() >= 0;
      if (nothingLeft && mayStartAnew) {
        return true;
      }
      report(example.summary(), counts, (System.nanoTime() - start) / NANOS);
      if (nothingLeft) {
        note(
            "there was nothing left to do; to start anew remove "
                + settings.checkpoint()
                + " and "
                + settings.output()
                + ", or name others");
      }
      keepServing(served);
      return nothingLeft;
    }
  }

  private Serving serve(StreamingContext context, Example example) throws IOException {
    if (settings.port().isEmpty()) {
      return Serving.none();
    }
    Files.createDirectories(settings.checkpoint());
    Shown shown =
        new Shown(
            context,
            example.learning(),
            example.alerts(),
            example.drifts(),
            true,
            true,
            Shown.readyWithin(settings.pace().trigger()));
    ServerOptions options = ServerOptions.defaults().withPort(settings.port().get());
    if (settings.token().isPresent()) {
      options = options.withToken(settings.token().get());
    }
    return Serving.start(
        settings.anyPort() ? Serving.onAnyPort(options) : options,
        example.models(),
        Optional.of(ModelVersions.open(settings.checkpoint())),
        shown,
        "--port 0");
  }

  private void keepServing(Serving served) throws InterruptedException {
    if (interrupted.getCount() == 0) {
      note("stopped; the same command goes on from here");
    } else if (!settings.once() && served.server().isPresent()) {
      note("the data has ended; still serving at " + served.server().get().uri() + ", Ctrl-C ends");
      console.out().flush();
      interrupted.await();
    }
  }

  private void report(Summary summary, RunListener counts, double seconds) {
    if (json) {
      Json.print(console.out(), toJson(summary, counts, seconds));
    } else {
      print(summary, counts, seconds);
    }
  }

  private ObjectNode toJson(Summary summary, RunListener counts, double seconds) {
    ObjectNode object = Json.object().put("demo", Choice.name(demo));
    object.put("rows", summary.rows()).put("batches", counts.allBatches());
    object.put("rowsRead", counts.rows());
    Json.putRounded(object, "seconds", seconds, 3);
    Json.putRounded(object, "rowsPerSecond", counts.rows() / seconds, 1);
    object.put("rejected", counts.rejected());
    Results.addTo(object, summary.learners());
    ObjectNode figures = object.putObject("figures");
    summary.figures().forEach((name, value) -> Json.put(figures, name, value));
    object.put("output", settings.output().toString());
    object.put("checkpoint", settings.checkpoint().toString());
    return object;
  }

  private void print(Summary summary, RunListener counts, double seconds) {
    PrintWriter out = console.out();
    String ofThisRun =
        counts.committedBefore() < 0
            ? String.format(Locale.ROOT, "of %,d read, ", counts.rows())
            : String.format(Locale.ROOT, "this run read %,d, ", counts.rows());
    out.printf(
        Locale.ROOT,
        "%s: %s scored in %s, %s%.1f s (%,.0f rows/s)%n%n",
        Choice.name(demo),
        Results.count(summary.rows(), "row", "rows"),
        Results.count(counts.allBatches(), "batch", "batches"),
        ofThisRun,
        seconds,
        counts.rows() / seconds);
    Results.print(out, summary.shown(), summary.learners());
    out.println();
    summary.notes().forEach(line -> out.println("  " + line));
    double reached = settings.pace().batchSize() * counts.batchesPerSecond();
    if (settings.pace().missed(reached)) {
      out.printf(
          Locale.ROOT,
          "  The rate of %,.0f rows/s was not reached: it was %,.0f once under way.%n",
          settings.pace().rate(),
          reached);
    }
    if (counts.rejected() > 0) {
      out.printf(
          Locale.ROOT,
          "  %,d rejected, see %s%n",
          counts.rejected(),
          settings.output().resolve("dead-letters"));
    }
    out.printf("%n  output       %s%n", settings.output());
    out.printf(
        "  checkpoint   %s (%s checkpoint inspect %s)%n",
        settings.checkpoint(), Program.name(), settings.checkpoint());
    out.flush();
  }

  private void note(String text) {
    console.err().println("millrace: " + text);
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
