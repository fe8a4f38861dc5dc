package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
  @TempDir Path directory;

  @Test
  void shouldRunFromAnyDirectoryAndThroughLinks() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("to-launcher"), Launcher.path());
    Path second = Files.createSymbolicLink(directory.resolve("second"), Path.of("to-launcher"));
    Run run = Launcher.run(second, directory, Map.of(), "--version");
    assertEquals("", run.err());
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("millrace 0."), run.out());
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void shouldHandOnArgumentsAndExitCode() throws Exception {
    Run run = Launcher.run(directory, "demo", "no such demo");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("'no such demo'"), run.err());
  }

  /** Of Hadoop's client, by settings that come by way of MILLRACE_CLASSPATH. */
  private void giveUpAtOnce() throws IOException {
    Files.writeString(
        directory.resolve("core-site.xml"),
        "<configuration><property><name>ipc.client.connect.max.retries</name><value>0</value>"
            + "</property></configuration>");
  }

  @Test
  void shouldBringTheConnectorForAPlaceOnHdfs() throws Exception {
    giveUpAtOnce();
    Run run =
        Launcher.run(
            Launcher.path(),
            directory,
            Map.of("MILLRACE_CLASSPATH", directory.toString()),
            "checkpoint",
            "inspect",
            "hdfs://127.0.0.1:1/fraud");
    assertTrue(run.err().contains("Connection refused"), run.err());
    assertEquals(1, run.code());
  }

  @Test
  void shouldBringTheConnectorForFilesOnHdfsAndSayWhatThoseOnS3Need() throws Exception {
    giveUpAtOnce();
    Run hdfs = check("hdfs://127.0.0.1:1/data/a.csv");
    assertTrue(
        hdfs.err().contains("p.yaml:3:6: sources.a: hdfs://127.0.0.1:1/data/a.csv cannot be"),
        hdfs.err());
    assertTrue(hdfs.err().contains("Connection refused"), hdfs.err());
    assertEquals(2, hdfs.code());
    Run s3 = check("s3a://bucket/a.csv");
    assertTrue(
        s3.err().contains("p.yaml:3:6: sources.a: a file at s3a://bucket/a.csv needs Hadoop's"),
        s3.err());
    assertTrue(s3.err().contains("put org.apache.hadoop:hadoop-aws:3."), s3.err());
    assertEquals(1, s3.err().lines().count(), s3.err());
    assertEquals(2, s3.code());
    Run secret = check("s3a://key:hush@bucket/a.csv");
    assertTrue(secret.err().contains("may hold no user and no key"), secret.err());
    assertFalse(secret.err().contains("hush"), secret.err());
  }

  private Run check(String place) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("p.yaml"),
            """
            name: p
            sources:
              a: {type: csv, path: '%s', columns: {c: text}}
            """
                .formatted(place));
    return Launcher.run(
        Launcher.path(),
        directory,
        Map.of("MILLRACE_CLASSPATH", directory.toString()),
        "run",
        file.toString(),
        "--check");
  }

  @Test
  void shouldBringTheConnectorsThatAPipelineNames() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("p.yaml"),
            """
            name: p
            sources:
              a: {type: kafka, brokers: 'x:1', topics: [t], columns: {c: text}}
              b: {type: jdbc, url: 'jdbc:h2:mem:x', table: t, order: [id], columns: {c: text}}
            """);
    String driver =
        Path.of(org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    Run run =
        Launcher.run(
            Launcher.path(),
            directory,
            Map.of("MILLRACE_CLASSPATH", driver),
            "run",
            file.toString(),
            "--check");
    assertEquals("", run.err());
    assertEquals(file + ": pipeline 'p' is in order, with 0 learners\n", run.out());
    assertEquals(0, run.code());
  }

  @Test
  void shouldRefuseAnOldJava() throws Exception {
    Path java = executable("jdk/bin/java", "#!/bin/sh\nexit 0\n");
    Files.writeString(
        directory.resolve("jdk/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
    Run run = Launcher.run(Launcher.path(), directory, javaHome(), "--version");
    assertEquals(1, run.code());
    assertEquals(
        "millrace: "
            + java
            + " is version 11.0.2, Millrace needs 17 or newer: install one or set JAVA_HOME\n",
        run.err());
  }

  @Test
  void shouldAskJavaWhereThereIsNoReleaseFile() throws Exception {
    executable("jdk/bin/java", "#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n");
    Run run = Launcher.run(Launcher.path(), directory, javaHome(), "--version");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("is version 1.8.0_402"), run.err());
  }

  @Test
  void shouldSayThatJavaHomeIsWrong() throws Exception {
    Run run = Launcher.run(Launcher.path(), directory, javaHome(), "--version");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("there is no bin/java in it"), run.err());
  }

  @Test
  void shouldSayThatMavenIsMissing() throws Exception {
    Path copy = copyOfLauncher();
    Run run = Launcher.run(copy, directory, Map.of("PATH", toolsWithout("mvn")), "--version");
    assertEquals(1, run.code());
    assertEquals(
        "millrace: no mvn found: building needs Maven 3.8 or newer on the PATH\n", run.err());
  }

  @Test
  void shouldRunFromADistributionWithoutMaven() throws Exception {
    Path lib = Files.createDirectories(directory.resolve("dist/lib"));
    Files.createSymbolicLink(lib.resolve("millrace-cli.jar"), jar());
    try (var jars = Files.list(jar().resolveSibling("lib"))) {
      for (Path each : jars.toList()) {
        Files.createSymbolicLink(lib.resolve(each.getFileName()), each);
      }
    }
    Path bin = Files.createDirectories(directory.resolve("dist/bin"));
    Path copy =
        Files.copy(Launcher.path(), bin.resolve("millrace"), StandardCopyOption.COPY_ATTRIBUTES);
    Run run = Launcher.run(copy, directory, Map.of("PATH", toolsWithout("mvn")), "--version");
    assertEquals("", run.err());
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("millrace 0."), run.out());
  }

  @Test
  void shouldBuildOnFirstUseAndShowTheOutputOnlyOfABuildThatFails() throws Exception {
    Path copy = copyOfLauncher();
    Path tools = Path.of(toolsWithout("mvn"));
    executable(
        tools.resolve("mvn").toString(), "#!/bin/sh\necho this is the build talking\nexit 1\n");
    Run failed = Launcher.run(copy, directory, Map.of("PATH", tools.toString()), "--version");
    assertEquals(1, failed.code());
    assertTrue(failed.err().contains("this is the build talking"), failed.err());
    assertTrue(failed.err().contains("the build failed"), failed.err());

    executable(
        tools.resolve("mvn").toString(),
        "#!/bin/sh\necho this is the build talking\ncp "
            + jar()
            + " connectors/cli/target/\n"
            + "cp -r "
            + jar().resolveSibling("lib")
            + " connectors/cli/target/\n");
    Run built = Launcher.run(copy, directory, Map.of("PATH", tools.toString()), "--version");
    assertTrue(built.err().startsWith("building Millrace (first run, a minute"), built.err());
    assertTrue(built.err().contains("connectors/cli/target/build.log"), built.err());
    assertEquals(1, built.err().lines().count(), built.err());
    assertEquals(0, built.code());
    Run again = Launcher.run(copy, directory, Map.of("PATH", tools.toString()), "--version");
    assertEquals("", again.err());
    assertEquals(built.out(), again.out());
  }

  @Test
  void shouldLeaveNothingBehindWhenTerminatedWhileBuilding() throws Exception {
    Path copy = copyOfLauncher();
    Path tools = Path.of(toolsWithout("mvn"));
    Path building = directory.resolve("building");
    executable(
        tools.resolve("mvn").toString(), "#!/bin/sh\ntouch " + building + "\nexec sleep 60\n");
    ProcessBuilder builder = Launcher.process(copy, directory, List.of("--version"));
    builder.environment().put("PATH", tools.toString());
    Process process = builder.redirectErrorStream(true).start();
    while (!Files.exists(building)) {
      assertTrue(process.isAlive());
      process.waitFor(10, TimeUnit.MILLISECONDS);
    }
    ProcessHandle mvn = process.descendants().findFirst().orElseThrow();
    process.destroy();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(128 + 15, process.exitValue());
    mvn.onExit().get(30, TimeUnit.SECONDS);
    try (var files = Files.list(copy.resolveSibling("connectors/cli/target"))) {
      assertEquals(
          List.of(), files.filter(f -> f.getFileName().toString().startsWith(".started")).toList());
    }
  }

  private static Path jar() {
    return Launcher.path().resolveSibling("connectors/cli/target/millrace-cli.jar");
  }

  private Path copyOfLauncher() throws IOException {
    Path home = Files.createDirectories(directory.resolve("home"));
    for (String part : new String[] {"core", "ml", "connectors", "notebooks"}) {
      Files.createDirectories(home.resolve(part));
    }
    return Files.copy(
        Launcher.path(), home.resolve("millrace"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** A PATH of one directory that has all that the launcher calls but one. */
  private String toolsWithout(String missing) throws IOException {
    Path tools = Files.createDirectories(directory.resolve("tools"));
    for (String place : System.getenv("PATH").split(":", -1)) {
      if (Files.isDirectory(Path.of(place))) {
        try (var files = Files.list(Path.of(place))) {
          for (Path file : files.toList()) {
            Path link = tools.resolve(file.getFileName());
            if (!file.getFileName().toString().equals(missing)
                && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
              Files.createSymbolicLink(link, file);
            }
          }
        }
      }
    }
    return tools.toString();
  }

  private Map<String, String> javaHome() {
    return Map.of("JAVA_HOME", directory.resolve("jdk").toString());
  }

  private Path executable(String path, String script) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, script);
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }
}
