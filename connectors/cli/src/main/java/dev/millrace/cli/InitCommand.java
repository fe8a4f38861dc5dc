package dev.millrace.cli;

import static dev.millrace.http.ServerOptions.DEFAULT_PORT;

import dev.millrace.core.ConfigurationException;
import dev.millrace.yaml.PipelineDraft;
import dev.millrace.yaml.PipelineFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace init}: a first pipeline for somebody's data. */
@Command(
    name = "init",
    header = "Write a first pipeline for a CSV file or a topic.",
    description =
        "Looks at the first 10,000 rows: what the columns are called and hold, which of them are"
            + " good for learning, and what is to be predicted. The file says in comments what was"
            + " guessed and left out, and runs as it is. Beside it, in .millrace, is the JSON Schema"
            + " by which editors complete and check it.",
    footer = {
      "Examples:",
      "  millrace init payments.csv --target fraud",
      "  millrace init kafka:payments@localhost:9092 -o payments.yaml",
      "  millrace run pipeline.yaml"
    })
final class InitCommand implements Callable<Integer> {
  private static final Pattern TOPIC = Pattern.compile("kafka:([^@\\s]+)@(\\S+)");
  private static final Path SCHEMA = Path.of(".millrace", "pipeline.schema.json");

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SOURCE",
      description = "A CSV file with a header, may end in .gz; or kafka:TOPIC@HOST:PORT.")
  private String source;

  @Option(
      names = "--target",
      paramLabel = "COL",
      description = "The column to predict; default: one is guessed.")
  private String target;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "pipeline.yaml",
      description = "Default ${DEFAULT-VALUE}.")
  private Path output;

  @Option(names = "--force", description = "Write over a file that is there.")
  private boolean force;

  InitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Path directory = output.toAbsolutePath().getParent();
    Usage.require(
        spec,
        force || !Files.exists(output),
        output + " is there already; name another one by -o, or write over it by --force");
    Usage.require(spec, Files.isDirectory(directory), directory + ": no such directory");
    String draft = draft();
    Path schema = directory.resolve(SCHEMA);
    Files.createDirectories(schema.getParent());
    Files.writeString(schema, PipelineFile.schema());
    write("# yaml-language-server: $schema=" + SCHEMA.toString().replace('\\', '/') + "\n" + draft);
    String run = Program.name() + " run " + output;
    console.out().printf("wrote %s; next: %s%n", output, run);
    if (!draft.contains("\nserve:")) {
      console
          .out()
          .printf("to watch it on a dashboard: %s --set serve.port=%d%n", run, DEFAULT_PORT);
    }
    return ExitCode.OK;
  }

  private String draft() throws IOException {
    Optional<String> column = Optional.ofNullable(target);
    Matcher topic = TOPIC.matcher(source);
    if (topic.matches()) {
      return PipelineDraft.ofTopic(topic.group(2), topic.group(1), column);
    }
    Usage.require(
        spec,
        !source.startsWith("kafka:"),
        "SOURCE: expected kafka:TOPIC@HOST:PORT, got '" + source + "'");
    Path file = path(source);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(source);
    }
    Usage.require(spec, !Files.isDirectory(file), source + " is a directory; give a CSV file");
    return PipelineDraft.ofCsv(file, column);
  }

  private Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ConfigurationException("SOURCE: '" + text + "' is no path: " + e.getReason(), e);
    }
  }

  private void write(String text) throws IOException {
    try {
      if (force) {
        Files.writeString(output, text);
      } else {
        Files.writeString(output, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
    } catch (FileAlreadyExistsException e) {
      throw new ConfigurationException(output + " has come up meanwhile; look at it", e);
    }
  }
}
