package dev.millrace.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as its user has it: unpacked, without sources, run from elsewhere. */
class DistributionIT {
  @TempDir Path directory;

  /** A database's driver is one that its user has put into {@code lib}. */
  @Test
  void shouldHaveTheConnectorsThatAPipelineNames() throws Exception {
    Path home = copy();
    Path driver =
        Path.of(org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Files.createSymbolicLink(home.resolve("lib").resolve(driver.getFileName()), driver);
    Path file =
        Files.writeString(
            directory.resolve("p.yaml"),
            """
            name: p
            sources:
              a: {type: kafka, brokers: 'x:1', topics: [t], columns: {c: text}}
              b: {type: jdbc, url: 'jdbc:h2:mem:x', table: t, order: [id], columns: {c: text}}
            """);
    Launch run =
        Launch.of(
            home.resolve("bin/millrace"), directory, Map.of(), "run", file.toString(), "--check");
    assertEquals("", run.err());
    assertEquals(file + ": pipeline 'p' is in order, with 0 learners\n", run.out());
    assertEquals(0, run.code());
  }

  @Test
  void shouldSayHowToFetchSpark() throws Exception {
    Launch run = Launch.unpacked(directory, "demo", "fraud", "--once", "--engine", "spark");
    assertEquals(
        "millrace: the jars of spark are not part of the distribution; this fetches them: mvn -f '"
            + Launch.UNPACKED.resolve("spark/pom.xml")
            + "'\n",
        run.err());
    assertEquals(1, run.code());
    Launch doctor = Launch.unpacked(directory, "doctor");
    assertTrue(doctor.out().contains("spark/pom.xml' fetches it (about 300 MB)"), doctor.out());
  }

  @Test
  void shouldReachHdfsOnceItsClientHasBeenFetched() throws Exception {
    Path home = copy();
    Files.writeString(
        home.resolve("core-site.xml"),
        "<configuration><property><name>ipc.client.connect.max.retries</name><value>0</value>"
            + "</property></configuration>");
    // Offline: the build has fetched the same jars.
    Path pom = home.resolve("hadoop/pom.xml");
    Launch fetch =
        Launch.of(Path.of("mvn"), directory, Map.of(), "-q", "-B", "-o", "-f", pom.toString());
    assertEquals(0, fetch.code(), fetch.out());
    Launch run =
        Launch.of(
            home.resolve("bin/millrace"),
            directory,
            Map.of("MILLRACE_CLASSPATH", home.toString()),
            "checkpoint",
            "inspect",
            "hdfs://127.0.0.1:1/fraud");
    assertTrue(run.err().contains("Connection refused"), run.err());
    assertFalse(run.err().contains("SLF4J"), run.err());
    assertEquals(1, run.code());
  }

  @Test
  void shouldNotTakeSomeJarsForAll() throws Exception {
    Path home = copy();
    Files.writeString(
        Files.createDirectory(home.resolve("hadoop/lib")).resolve("hadoop-client-api.jar"), "");
    Launch run =
        Launch.of(
            home.resolve("bin/millrace"), directory, Map.of(), "checkpoint", "inspect", "hdfs:/x");
    assertEquals(
        "millrace: the jars of hadoop are not part of the distribution; this fetches them: mvn -f '"
            + home.toRealPath().resolve("hadoop/pom.xml")
            + "'\n",
        run.err());
    assertEquals(1, run.code());
  }

  /** With directories of its own, to which jars can be added. */
  private Path copy() throws IOException {
    Path home = Files.createDirectories(directory.resolve("millrace 0"));
    for (String place : List.of("bin", "lib", "hadoop")) {
      Path copy = Files.createDirectory(home.resolve(place));
      try (Stream<Path> files = Files.list(Launch.UNPACKED.resolve(place))) {
        for (Path file : files.toList()) {
          Path to = copy.resolve(file.getFileName());
          if (place.equals("lib")) {
            Files.createSymbolicLink(to, file);
          } else {
            Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
          }
        }
      }
    }
    return home;
  }

  @Test
  void shouldKeepCopyleftApart() throws IOException {
    assertEquals(
        Set.of("millrace-spark", "jvm.options", "pom.xml"), names(Launch.UNPACKED, "spark"));
    assertEquals(Set.of("millrace-hadoop", "pom.xml"), names(Launch.UNPACKED, "hadoop"));
    assertEquals(Set.of("millrace-parquet", "pom.xml"), names(Launch.UNPACKED, "parquet"));
    assertTrue(names(Launch.UNPACKED, "jupyter").contains("jeromq"));
    Set<String> all = names(Launch.UNPACKED, "lib");
    for (String none : List.of("jeromq", "jgrapht-core", "h2", "duckdb_jdbc", "postgresql")) {
      assertTrue(all.stream().noneMatch(none::equals), none + " is among " + all);
    }
    assertTrue(
        all.containsAll(Set.of("millrace-cli", "kafka-clients", "HikariCP", "micrometer-core")),
        all + "");
  }

  @Test
  void shouldSayWhichConnectorsItLacks() throws IOException {
    String readme = Files.readString(Launch.UNPACKED.resolve("README.md"));
    Set<String> here = names(Launch.UNPACKED, "lib");
    Matcher module =
        Pattern.compile("<module>connectors/(\\w+)</module>")
            .matcher(Files.readString(Launch.TREE.resolve("pom.xml")));
    Set<String> silent = new TreeSet<>();
    while (module.find()) {
      String name = module.group(1);
      if (!here.contains("millrace-" + name)
          && !Files.isDirectory(Launch.UNPACKED.resolve(name))
          && !readme.contains("`" + name + "`")) {
        silent.add(name);
      }
    }
    assertEquals(Set.of("distribution"), silent);
    String more = Files.readString(Launch.UNPACKED.resolve("more/pom.xml"));
    assertTrue(more.contains("millrace-${connector}") && !more.contains("${project"), more);
  }

  /** Names of files, of jars without version. */
  private static Set<String> names(Path home, String place) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(home.resolve(place))) {
      files.forEach(
          file ->
              names.add(file.getFileName().toString().replaceFirst("(-[0-9][^/]*)?\\.jar$", "")));
    }
    return names;
  }
}
