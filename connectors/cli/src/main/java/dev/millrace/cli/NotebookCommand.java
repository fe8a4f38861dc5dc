package dev.millrace.cli;

import dev.millrace.core.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace notebook}: the example pipelines in Jupyter. */
@Command(
    name = "notebook",
    header = "Open the example pipelines as notebooks in Jupyter.",
    description = {
      "Starts Jupyter, which must be installed, on 127.0.0.1, with a kernel that runs Java cells on"
          + " this installation: the same pipelines as 'millrace demo', explained, run, and drawn.",
      "",
      "The notebooks are copies of your own; those that are there already are opened as they are.",
      "",
      "Other front ends, as JupyterLab and VS Code, find the kernel once --kernel-spec has written"
          + " it to a directory in which Jupyter looks for data."
    },
    footer = {
      "Examples:",
      "  millrace notebook",
      "  millrace notebook churn --jupyter=--no-browser",
      "  millrace notebook --kernel-spec ~/.local/share/jupyter"
    })
final class NotebookCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "DEMO",
      arity = "0..1",
      converter = DemoCommand.Demo.Converter.class,
      description = "fraud, stocks, churn, sentiment, gps or weblog; default: the list of them.")
  private DemoCommand.Demo demo;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = "millrace-notebooks",
      description = "Where the notebooks are put and opened; default: millrace-notebooks.")
  private Path directory;

  @Option(
      names = "--jupyter",
      paramLabel = "ARG",
      description = "An argument for Jupyter itself; may be given several times.")
  private List<String> arguments = List.of();

  @Option(
      names = "--kernel-spec",
      paramLabel = "DIR",
      description = "Only write the kernel, to DIR/kernels/millrace.")
  private Path kernelSpec;

  NotebookCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (kernelSpec != null) {
      console.out().println(KernelSpec.write(kernelSpec));
      return ExitCode.OK;
    }
    List<String> command = command(place());
    Path data = Files.createTempDirectory("millrace-jupyter");
    KernelSpec.write(data);
    console.err().println("notebooks are in " + directory.toAbsolutePath().normalize());
    Process process = start(command, data);
    return Interrupts.during(() -> await(process, data), process::destroy);
  }

  private Path place() throws IOException {
    if (demo != null) {
      return copy(demo);
    }
    for (DemoCommand.Demo each : DemoCommand.Demo.values()) {
      copy(each);
    }
    return directory;
  }

  /** An installation is only read, and what its user has changed is kept. */
  private Path copy(DemoCommand.Demo demo) throws IOException {
    String name = Choice.name(demo);
    Path file = Path.of(name, name + ".ipynb");
    Path original =
        Path.of(System.getProperty("millrace.home", "")).resolve("notebooks").resolve(file);
    if (!Files.exists(original)) {
      throw new NoSuchFileException(original.toString());
    }
    Path copy = directory.resolve(file);
    if (!Files.exists(copy)) {
      Files.createDirectories(copy.getParent());
      Files.copy(original, copy);
    }
    return copy;
  }

  private List<String> command(Path place) {
    List<String> command = new ArrayList<>(jupyter());
    command.add("--ip=127.0.0.1");
    command.add("-y");
    command.addAll(arguments);
    command.add(place.toString());
    return command;
  }

  private static Process start(List<String> command, Path data) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    String others = System.getenv("JUPYTER_PATH");
    builder
        .environment()
        .put("JUPYTER_PATH", data + (others == null ? "" : File.pathSeparator + others));
    return builder.start();
  }

  private static int await(Process process, Path data) throws IOException, InterruptedException {
    try {
      return process.waitFor();
    } finally {
      delete(data);
    }
  }

  private static List<String> jupyter() {
    for (List<String> command :
        List.of(List.of("jupyter-notebook"), List.of("jupyter", "notebook"))) {
      if (isOnPath(command.get(0))) {
        return command;
      }
    }
    throw new ConfigurationException(
        "Jupyter is not installed: there is no jupyter-notebook on the PATH; 'apt-get install"
            + " jupyter-notebook' or 'pip install notebook' brings it, or give another front end"
            + " the kernel by --kernel-spec");
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .flatMap(place -> Stream.of(Path.of(place, program), Path.of(place, program + ".exe")))
        .anyMatch(Files::isExecutable);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
