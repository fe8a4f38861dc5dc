package dev.millrace.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace notebook}, with a Jupyter that runs the notebook instead of showing it. */
class NotebookIT {
  private static final List<String> DEMOS =
      List.of("churn", "fraud", "gps", "sentiment", "stocks", "weblog");

  /** Of Debian's packages; another Python may stand first in the PATH. */
  private static final String PYTHON = "/usr/bin/python3";

  /** It sees the data that the distribution brings, and the packages that cells use unimported. */
  private static final String NOTEBOOK =
      """
      {"cells": [{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [],
        "source": ["import dev.millrace.notebooks.ShippedData;\\n",
                   "Table.csv(ShippedData.file(\\"taxi-trips.csv.gz\\")).rows() + 1"]}],
       "metadata": {"kernelspec": {"display_name": "Java (Millrace)", "language": "java",
                                   "name": "millrace"}},
       "nbformat": 4, "nbformat_minor": 4}
      """;

  @TempDir Path directory;

  private Path work;
  private Map<String, String> environment;

  @BeforeEach
  void prepare() throws IOException {
    work = Files.createDirectory(directory.resolve("work"));
    String own = directory.resolve("jupyter").toString();
    environment =
        Map.of(
            "PATH",
            Files.createDirectory(directory.resolve("bin")) + ":" + System.getenv("PATH"),
            "JUPYTER_CONFIG_DIR",
            own,
            "JUPYTER_DATA_DIR",
            own,
            "JUPYTER_RUNTIME_DIR",
            own,
            "IPYTHONDIR",
            own);
  }

  @Test
  void shouldRunACellInTheKernelOfTheDistribution() throws Exception {
    requireJupyter();
    jupyter(
        "exec "
            + PYTHON
            + " -m nbconvert --to=notebook --execute --stdout --log-level=ERROR \"$last\"");
    Path own = Files.createDirectories(work.resolve("mine/weblog")).resolve("weblog.ipynb");
    Files.writeString(own, NOTEBOOK);
    Launch run =
        Launch.of(
            Launch.UNPACKED.resolve("bin/millrace"),
            work,
            environment,
            "notebook",
            "weblog",
            "--directory=mine");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("\"text/plain\""), run.out());
    assertTrue(run.out().matches("(?s).*\"[0-9]{3,}\"\\s.*"), run.out());
    assertEquals(NOTEBOOK, Files.readString(own), "what its user wrote was replaced");
  }

  /** With the same class path {@code NotebooksTest} runs whole notebooks. */
  @Test
  void shouldFindTheKernelOfAClone() throws Exception {
    jupyter("cat \"${JUPYTER_PATH%%:*}/kernels/millrace/kernel.json\"");
    Launch run = Launch.of(Launch.TREE.resolve("millrace"), work, environment, "notebook", "gps");
    assertEquals(0, run.code(), run.err());
    Matcher jars = Pattern.compile("[^\":]+\\.jar").matcher(run.out());
    List<Path> found = jars.results().map(jar -> Path.of(jar.group())).toList();
    assertEquals(List.of(), found.stream().filter(jar -> !Files.exists(jar)).toList());
    for (String part : List.of("millrace-cli", "millrace-jupyter", "jeromq")) {
      assertTrue(
          found.stream().anyMatch(jar -> jar.getFileName().toString().startsWith(part)),
          part + " is not among " + found);
    }
  }

  @Test
  void shouldOpenCopiesAndLeaveTheInstallationAlone() throws Exception {
    jupyter("echo \"$@\"");
    SortedMap<String, String> before = files(Launch.UNPACKED);
    Launch run =
        Launch.of(
            Launch.UNPACKED.resolve("bin/millrace"),
            work,
            environment,
            "notebook",
            "--jupyter=--no-browser");
    assertEquals("--ip=127.0.0.1 -y --no-browser millrace-notebooks\n", run.out());
    assertEquals("notebooks are in " + work.resolve("millrace-notebooks") + "\n", run.err());
    assertEquals(0, run.code());
    for (String demo : DEMOS) {
      String file = demo + "/" + demo + ".ipynb";
      assertEquals(
          Files.readString(Launch.TREE.resolve("notebooks").resolve(file)),
          Files.readString(work.resolve("millrace-notebooks").resolve(file)));
    }
    assertEquals(before, files(Launch.UNPACKED));
  }

  /** What is there, and when it was last changed. */
  private static SortedMap<String, String> files(Path home) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        found.put(file.toString(), Files.getLastModifiedTime(file).toString());
      }
    }
    return found;
  }

  /** A Jupyter first in the path. */
  private void jupyter(String command) throws IOException {
    Path file = directory.resolve("bin/jupyter-notebook");
    Files.writeString(file, "#!/bin/sh\nfor last; do :; done\n" + command + "\n");
    assertTrue(file.toFile().setExecutable(true));
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
}
