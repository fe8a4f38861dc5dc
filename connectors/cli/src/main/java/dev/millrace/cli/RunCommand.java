package dev.millrace.cli;

import dev.millrace.yaml.PipelineFile;
import dev.millrace.yaml.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace run}: a pipeline that a file declares. */
@Command(
    name = "run",
    header = "Run a pipeline that a YAML or JSON file declares.",
    description = {
      "The file says where rows come from, what learns from them, where results go, who is told of"
          + " what, and where it is kept what survives a crash; 'millrace init' writes a first one."
          + " Killed at any moment and started again, the pipeline goes on where it was. Ctrl-C"
          + " finishes the batch, commits it, and prints the summary so far.",
      "",
      "Paths in the file are relative to the working directory. A text may hold $${env:NAME}, which"
          + " stands for an environment variable; secrets can be given in no other way."
    },
    footer = {
      "Exit codes: 0 done, 1 failed, 2 wrongly used, 130 stopped by Ctrl-C, 143 by SIGTERM.",
      "",
      "Examples:",
      "  millrace run pipeline.yaml",
      "  millrace run pipeline.yaml --check",
      "  millrace run pipeline.yaml --once --set learners.model=linear-regression:l2=0.01",
      "  millrace run --schema > pipeline.schema.json"
    })
final class RunCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "A YAML or JSON file.")
  private Path file;

  @Option(
      names = "--check",
      description = {
        "Read the file, and the headers of files that it reads, say what is",
        "wrong, and run nothing. Brokers, databases and ports are tried when it runs."
      })
  private boolean check;

  @Option(
      names = "--once",
      description = "End when the rows that are there have been read; serve nothing.")
  private boolean once;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "Another value than in the file: --set checkpoint.path=state,",
        "--set features.0.missing=true; may be given several times."
      })
  private List<String> changes = List.of();

  @Option(
      names = "--fresh",
      paramLabel = "NAME",
      description = {
        "Start this operator empty, and this source from its beginning,",
        "or drop what the pipeline no longer has; may be given several times."
      })
  private List<String> fresh = List.of();

  @Option(names = "--json", description = "Print one JSON object instead of the summary.")
  private boolean json;

  @Option(
      names = "--schema",
      description = "Print the JSON Schema of such files, for editors, and do nothing else.")
  private boolean schema;

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (schema) {
      console.out().print(PipelineFile.schema());
      return ExitCode.OK;
    }
    Usage.require(
        spec, file != null, "FILE is missing: name a pipeline, or make one by 'millrace init'");
    PipelineRun run = new PipelineRun(console, pipeline(), file, once, json);
    if (check) {
      run.check();
    } else {
      run.toTheEnd(fresh);
    }
    return ExitCode.OK;
  }

  private PipelineFile pipeline() throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    Usage.require(spec, !Files.isDirectory(file), file + " is a directory; give a YAML file");
    for (String change : changes) {
      Usage.require(
          spec, change.indexOf('=') > 0, "--set: expected key=value, got '" + change + "'");
    }
    Document document = Document.read(file);
    for (String change : changes) {
      int equals = change.indexOf('=');
      String key = change.substring(0, equals);
      document = document.with("--set " + key, key, change.substring(equals + 1));
    }
    return PipelineFile.of(once ? document.with("--once", "trigger", "availableNow") : document);
  }
}
