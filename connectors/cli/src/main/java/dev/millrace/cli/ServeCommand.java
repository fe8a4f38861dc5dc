package dev.millrace.cli;

import dev.millrace.core.CheckpointException;
import dev.millrace.http.BearerToken;
import dev.millrace.http.PredictionServer;
import dev.millrace.http.ServerOptions;
import dev.millrace.http.Site;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.ml.model.ModelVersion;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.ml.serve.ServedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace serve}: answers predictions from a checkpoint. */
@Command(
    name = "serve",
    header = "Serve the models of a checkpoint over HTTP.",
    description =
        "Speaks the Open Inference Protocol, and POST /predict for rows of features by name, until"
            + " Ctrl-C. The checkpoint is only read: what a pipeline commits later is not served.",
    footer = {
      "Examples:",
      "  millrace serve --checkpoint .millrace/stocks/checkpoint --model linear-regression",
      "  curl localhost:8460/predict -H 'Content-Type: application/json' \\",
      "      -d '{\"lastReturn\": 2, \"trend\": 0, \"closeLocation\": 0.5}'"
    })
final class ServeCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      required = true,
      description = "The checkpoint directory of a pipeline, or its URI.")
  private String checkpoint;

  @Option(names = "--model", paramLabel = "NAME", description = "Only this one; default: all.")
  private String model;

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "A version that is kept; default: the newest.")
  private Long version;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "" + ServerOptions.DEFAULT_PORT,
      description = "0 for any free one; default ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "H",
      defaultValue = "127.0.0.1",
      description = "Address to listen on; default ${DEFAULT-VALUE}. Others need a token.")
  private String host;

  @Option(
      names = "--token-file",
      paramLabel = "F",
      description = "A file that holds the bearer token that callers must send.")
  private Path tokenFile;

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Usage.requirePort(spec, port);
    CheckpointDirectory opened = CheckpointDirectory.open(spec, checkpoint.toString());
    if (version != null) {
      opened.requireVersion("--version", version);
    }
    long served = version != null ? version : opened.newest().batchId();
    ModelVersions versions = opened.versions();
    List<String> there = names(versions, served);
    Usage.require(
        spec,
        model == null || there.contains(model),
        "--model: version "
            + served
            + " has no model '"
            + model
            + "'"
            + Suggestion.among("it has", there, String.valueOf(model)));
    List<String> names = model == null ? there : List.of(model);
    List<ServedModel> models = names.stream().map(name -> versions.serve(name, served)).toList();
    ServerOptions options = ServerOptions.defaults().withHost(host).withPort(port);
    if (tokenFile != null) {
      options = options.withToken(BearerToken.fromFile(tokenFile));
    }
    CountDownLatch interrupted = new CountDownLatch(1);
    ServerOptions chosen = options;
    return Interrupts.during(
        () -> serve(chosen, models, names, served, interrupted), interrupted::countDown);
  }

  private int serve(
      ServerOptions options,
      List<ServedModel> models,
      List<String> names,
      long served,
      CountDownLatch interrupted)
      throws InterruptedException {
    try (PredictionServer server = Serving.start(options, models, Site.NONE, "--port 0")) {
      console
          .err()
          .printf(
              "millrace: serving %s, version %d, at %s (POST /predict, GET /v2), Ctrl-C ends%n",
              String.join(", ", names), served, server.uri());
      interrupted.await();
    }
    return ExitCode.OK;
  }

  /**
   * @throws CheckpointException if the version is damaged, or has none
   */
  private List<String> names(ModelVersions versions, long served) {
    ModelVersion kept =
        versions.list().stream().filter(one -> one.id() == served).findFirst().orElseThrow();
    if (kept.damage().isPresent()) {
      throw new CheckpointException(kept.damage().get());
    }
    List<String> names = kept.models().stream().map(ModelVersion.Summary::name).toList();
    if (names.isEmpty()) {
      throw new CheckpointException(checkpoint + " has no model of version " + served);
    }
    return names;
  }
}
