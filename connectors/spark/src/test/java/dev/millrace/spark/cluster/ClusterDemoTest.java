package dev.millrace.spark.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.notebooks.ShippedData;
import dev.millrace.spark.testing.StandaloneCluster;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line on a cluster of other processes, which have Spark's jars alone: started by
 * itself, and by {@code spark-submit}.
 */
@Timeout(600)
class ClusterDemoTest {
  private static final int ROWS = 1_500;

  @TempDir static Path directory;

  @Test
  void shouldEndAsOnOneMachine() throws Exception {
    ProgramJars jars = ProgramJars.in(directory.resolve("jars"));
    Path input = Files.createDirectories(directory.resolve("in"));
    writeRows(input.resolve("1.csv"));
    try (StandaloneCluster cluster = StandaloneCluster.start(directory.resolve("cluster"), 2)) {
      String main = "dev.millrace.cli.Main";
      String all = String.join(File.pathSeparator, path(jars.program()), path(jars.engine()));
      List<String> direct = List.of("-cp", all + File.pathSeparator + jars.sparks(), main);
      JsonNode expected = run(cluster, jars, "local", input, direct, List.of("--engine=local"));
      JsonNode onCluster =
          run(
              cluster,
              jars,
              "cluster",
              input,
              direct,
              List.of("--engine=spark", "--master=" + cluster.master()));
      List<String> submit =
          List.of(
              "-cp",
              jars.sparks(),
              "org.apache.spark.deploy.SparkSubmit",
              "--master",
              cluster.master(),
              "--deploy-mode",
              "client",
              "--class",
              main,
              "--jars",
              path(jars.engine()),
              path(jars.program()));
      JsonNode submitted =
          run(cluster, jars, "submitted", input, submit, List.of("--engine=spark"));
      assertEquals(expected, onCluster);
      assertEquals(expected, submitted);
    }
    Map<String, byte[]> expected = contents("local");
    assertTrue(!expected.isEmpty());
    for (String way : List.of("cluster", "submitted")) {
      Map<String, byte[]> actual = contents(way);
      assertEquals(expected.keySet(), actual.keySet(), way);
      expected.forEach(
          (name, bytes) -> assertArrayEquals(bytes, actual.get(name), way + " " + name));
    }
  }

  /** All that is said of the whole stream, not of the one run. */
  private static JsonNode run(
      StandaloneCluster cluster,
      ProgramJars jars,
      String way,
      Path input,
      List<String> program,
      List<String> engine)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(StandaloneCluster.java()));
    command.addAll(StandaloneCluster.javaOptions());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.ui.enabled=false",
            "-Dspark.cores.max=2",
            "-Dspark.executor.memory=512m",
            "-Dspark.executor.extraClassPath=" + jars.sparks()));
    command.addAll(program);
    command.addAll(
        List.of(
            "demo",
            "fraud",
            "--once",
            "--json",
            "--batch-size=500",
            "--input=" + input,
            "--output=" + directory.resolve("out").resolve(way),
            "--checkpoint=" + directory.resolve("state").resolve(way)));
    command.addAll(engine);
    Path out = directory.resolve(way + ".json");
    Path log = directory.resolve(way + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    cluster.configure(builder);
    Process process = builder.redirectOutput(out.toFile()).redirectError(log.toFile()).start();
    assertTrue(process.waitFor(300, TimeUnit.SECONDS), way + " goes on and on");
    assertEquals(0, process.exitValue(), () -> way + ": " + text(log));
    ObjectNode result = (ObjectNode) new ObjectMapper().readTree(Files.readAllBytes(out));
    return result.remove(
        List.of("seconds", "rowsPerSecond", "rejected", "rowsRead", "output", "checkpoint"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String path(Path path) {
    return path.toAbsolutePath().toString();
  }

  private static void writeRows(Path file) throws IOException {
    try (var in =
        new GZIPInputStream(Files.newInputStream(ShippedData.file("card-transactions.csv.gz")))) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().limit(1 + ROWS).toList();
      Files.write(file, lines);
    }
  }

  private static Map<String, byte[]> contents(String way) throws IOException {
    Path root = directory.resolve("out").resolve(way);
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }
}
