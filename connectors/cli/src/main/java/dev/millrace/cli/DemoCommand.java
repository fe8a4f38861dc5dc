package dev.millrace.cli;

import dev.millrace.core.StreamingContext;
import dev.millrace.http.BearerToken;
import dev.millrace.http.ServerOptions;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.churn.ChurnPipeline;
import dev.millrace.notebooks.fraud.FraudPipeline;
import dev.millrace.notebooks.gps.GpsPipeline;
import dev.millrace.notebooks.sentiment.SentimentPipeline;
import dev.millrace.notebooks.stocks.StocksPipeline;
import dev.millrace.notebooks.weblog.WebLogPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace demo}: an example pipeline on real data, replayed as a stream. */
@Command(
    name = "demo",
    header = "Run an example pipeline on real data, replayed as a stream.",
    description = {
      "It learns and is tested row by row, writes each prediction exactly once, and serves the"
          + " model, and a dashboard, while it learns.",
      "",
      "  fraud      card payments: which are frauds, for the least cost",
      "  stocks     minute bars: the next bar's return, and market regimes",
      "  churn      telephone customers: who leaves, and whom to call",
      "  sentiment  tweets: which are negative, and how topics are spoken of",
      "  gps        taxi trips: when they arrive, where they begin, who crosses a fence",
      "  weblog     a web server's log: load and latency by the minute, alerts, which requests fail",
      "",
      "The end of the data brings a summary; then the model is served until Ctrl-C, unless --once"
          + " was given. Killed at any moment and started again with the same directories, the demo"
          + " goes on where it was, and its output ends the same to the byte. Ctrl-C finishes the"
          + " batch, commits it, and prints the summary so far."
    },
    footer = {
      "Exit codes: 0 done, 1 failed, 2 wrongly used, 130 stopped by Ctrl-C, 143 by SIGTERM.",
      "",
      "Examples:",
      "  millrace demo fraud",
      "  millrace demo stocks --once --json",
      "  millrace demo fraud --once --engine spark --master local[2]",
      "  millrace demo fraud --output out --checkpoint state --batch-size 100 --rate 2000"
    })
final class DemoCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DEMO",
      arity = "0..1",
      converter = Demo.Converter.class,
      description = "fraud, stocks, churn, sentiment, gps or weblog.")
  private Demo demo;

  @Option(
      names = "--input",
      paramLabel = "F",
      description = "A file in the format of the shipped data; may end in .gz.")
  private Path input;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "For predictions; default .millrace/DEMO/output.")
  private Path output;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "For what survives a crash; default .millrace/DEMO/checkpoint.")
  private Path checkpoint;

  @Mixin private EngineOptions engine = new EngineOptions();

  @ArgGroup(exclusive = true)
  private Batches batches = new Batches();

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Rows per second; default 500, or as fast as possible with --once.")
  private Double rate;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = {
        "Serve on this port of 127.0.0.1, 0 for any free one;",
        "default 8460, or do not serve with --once."
      })
  private Integer port;

  @Option(
      names = "--token-file",
      paramLabel = "F",
      description = "A file that holds the token that callers, and the dashboard, must send.")
  private Path tokenFile;

  @Option(
      names = "--retain",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many checkpoints, and versions of the models, are kept; default 3.")
  private int retain;

  @Option(
      names = "--fresh",
      paramLabel = "NAME",
      description = {
        "Start this operator empty, and this source from its beginning,",
        "or drop what the pipeline no longer has; may be given several times."
      })
  private List<String> fresh = List.of();

  @Option(names = "--once", description = "End when the data ends.")
  private boolean once;

  @Option(names = "--json", description = "Print one JSON object instead of the summary.")
  private boolean json;

  DemoCommand(Console console) {
    this.console = console;
  }

  /** Which pipeline. */
  enum Demo {
    FRAUD("card-transactions.csv.gz"),
    STOCKS("minute-bars.csv.gz"),
    CHURN("telco-customers.csv.gz"),
    SENTIMENT("tweets.csv.gz"),
    GPS("taxi-trips.csv.gz"),
    WEBLOG("access-timed.log.gz");

    private final String data;

    Demo(String data) {
      this.data = data;
    }

    /** The data that comes with it. */
    String data() {
      return data;
    }

    /** Describes the pipeline. */
    Example describe(StreamingContext context, Path input, Path output, LearnerChanges changes) {
      return switch (this) {
        case FRAUD -> new FraudPipeline(context, input, output, changes);
        case STOCKS -> new StocksPipeline(context, input, output, changes);
        case CHURN -> new ChurnPipeline(context, input, output, changes);
        case SENTIMENT -> new SentimentPipeline(context, input, output, changes);
        case GPS -> new GpsPipeline(context, input, output, changes);
        case WEBLOG -> new WebLogPipeline(context, input, output, changes);
      };
    }

    static final class Converter extends Choice<Demo> {
      Converter() {
        super(Demo.class);
      }
    }
  }

  /** How the stream is cut. */
  static final class Batches {
    @Option(
        names = "--batch-interval",
        paramLabel = "D",
        converter = DurationConverter.class,
        description = "A batch every 200ms, 1s …")
    private Duration interval;

    @Option(names = "--batch-size", paramLabel = "N", description = "Rows per batch; default 100.")
    private Integer size;
  }

  @Override
  public Integer call() throws Exception {
    if (demo == null) {
      listDemos();
      return ExitCode.USAGE;
    }
    Usage.require(
        spec,
        batches.size == null || batches.size > 0,
        "--batch-size must be at least 1, got " + batches.size);
    Usage.require(spec, rate == null || rate > 0, "--rate must be above 0, got " + rate);
    Usage.require(spec, retain > 0, "--retain must be at least 1, got " + retain);
    if (port != null) {
      Usage.requirePort(spec, port);
    }
    if (input != null && !Files.exists(input)) {
      throw new NoSuchFileException(input.toString());
    }
    DemoRun run = new DemoRun(console, demo, settings(), json);
    run.toTheEnd();
    return ExitCode.OK;
  }

  /** As the help describes them. */
  private void listDemos() {
    console.err().printf("millrace: say which, as in '%s demo fraud':%n", Program.name());
    for (String line : spec.usageMessage().description()) {
      if (line.startsWith("  ")) {
        console.err().println(line);
      }
    }
  }

  private DemoRun.Settings settings() throws IOException {
    Path home = Path.of(".millrace", input == null ? Choice.name(demo) : nameFor(input));
    Path state = checkpoint == null ? home.resolve("checkpoint") : checkpoint;
    return new DemoRun.Settings(
        engine.provider(state.resolveSibling(state.getFileName() + "-work")),
        input == null ? ShippedData.file(demo.data()) : input,
        output == null ? home.resolve("output") : output,
        state,
        output == null && checkpoint == null,
        Pace.of(batches.size, batches.interval, rate, once),
        once
            ? Optional.ofNullable(port)
            : Optional.of(port == null ? ServerOptions.DEFAULT_PORT : port),
        Optional.ofNullable(tokenFile).map(BearerToken::fromFile),
        port == null,
        once,
        retain,
        fresh);
  }

  /** Another input has another history. */
  private String nameFor(Path file) {
    return Choice.name(demo)
        + "-"
        + file.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
