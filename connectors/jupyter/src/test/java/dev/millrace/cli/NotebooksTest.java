package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every notebook, when Jupyter runs it through the kernel, says what is committed. With {@code
 * -Dmillrace.notebooks.update=true} what it says now is written to the notebook instead.
 */
class NotebooksTest {
  private static final Path NOTEBOOKS = Path.of("..", "..", "notebooks");

  /** Of Debian's packages; another Python may stand first in the PATH. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final int PROCESSES = 2;
  private static final long LIMIT_MINUTES = 5;

  @TempDir static Path directory;

  private static final List<Process> RUNS = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    requireJupyter();
    StringWriter out = new StringWriter();
    String[] args = {"notebook", "--kernel-spec", directory.toString()};
    PrintWriter err = new PrintWriter(out, true);
    assertEquals(0, Main.run(args, new Console(new PrintWriter(out), err, false)), out.toString());
    List<Path> notebooks = notebooks().toList();
    for (int i = 0; i < PROCESSES; i++) {
      List<Path> share = new ArrayList<>();
      for (int j = i; j < notebooks.size(); j += PROCESSES) {
        share.add(notebooks.get(j));
      }
      RUNS.add(convert(share, directory.resolve("log-" + i)));
    }
  }

  @AfterAll
  static void stop() {
    RUNS.forEach(Process::destroyForcibly);
  }

  private static void requireJupyter() throws Exception {
    boolean there =
        Files.isExecutable(Path.of(PYTHON))
            && new ProcessBuilder(PYTHON, "-c", "import nbconvert, nbclient")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor()
                == 0;
    String how = "notebooks need Jupyter: apt-get install jupyter-nbconvert python3-nbclient";
    assertTrue(there || System.getenv("CI") == null, how);
    Assumptions.assumeTrue(there, how);
  }

  static Stream<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.walk(NOTEBOOKS, 2)) {
      return files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList().stream();
    }
  }

  private static Process convert(List<Path> notebooks, Path log) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                PYTHON,
                "-m",
                "nbconvert",
                "--to=notebook",
                "--execute",
                "--ExecutePreprocessor.record_timing=False",
                "--ExecutePreprocessor.timeout=120",
                "--output-dir=" + directory.resolve("out")));
    notebooks.forEach(notebook -> command.add(notebook.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JUPYTER_PATH", directory.toString());
    for (String place : List.of("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")) {
      environment.put("JUPYTER_" + place, directory.resolve("jupyter").toString());
    }
    environment.put("IPYTHONDIR", directory.resolve("ipython").toString());
    return builder.start();
  }

  private static void await() throws Exception {
    for (int i = 0; i < RUNS.size(); i++) {
      assertTrue(RUNS.get(i).waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), "Jupyter hangs");
      assertEquals(0, RUNS.get(i).exitValue(), () -> "Jupyter failed, see: " + logs());
    }
  }

  private static String logs() {
    StringBuilder logs = new StringBuilder();
    for (int i = 0; i < RUNS.size(); i++) {
      try {
        String log = Files.readString(directory.resolve("log-" + i));
        logs.append(log.substring(Math.max(0, log.length() - 4_000)));
      } catch (IOException e) {
        logs.append(e);
      }
    }
    return logs.toString();
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void shouldSayWhatIsCommitted(Path notebook) throws Exception {
    await();
    Path run = directory.resolve("out").resolve(notebook.getFileName());
    if (Boolean.getBoolean("millrace.notebooks.update")) {
      Files.copy(run, notebook, StandardCopyOption.REPLACE_EXISTING);
    }
    JsonNode expected = new ObjectMapper().readTree(notebook.toFile()).get("cells");
    JsonNode said = new ObjectMapper().readTree(run.toFile()).get("cells");
    assertEquals(expected.size(), said.size());
    int images = 0;
    for (int i = 0; i < expected.size(); i++) {
      List<String> outputs = CellOutputs.of(said.get(i));
      assertEquals(
          String.join("\n", CellOutputs.of(expected.get(i))),
          String.join("\n", outputs),
          notebook + ", cell " + (i + 1));
      images += (int) outputs.stream().filter(output -> output.startsWith("image")).count();
    }
    assertTrue(images >= 2, notebook + " shows " + images + " plots");
  }

  @Test
  void shouldNotNameTheMachineThatRanThem() throws IOException {
    for (Path notebook : notebooks().toList()) {
      String text = Files.readString(notebook);
      assertFalse(
          text.contains(System.getProperty("user.dir") + File.separator), notebook.toString());
      assertFalse(text.contains("\"ename\""), notebook + " has failed");
    }
  }
}
