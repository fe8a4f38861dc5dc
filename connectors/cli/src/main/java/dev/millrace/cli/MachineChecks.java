package dev.millrace.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.http.ServerOptions;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at Java, memory, ports, and at programs that some parts need. */
final class MachineChecks {
  private static final int OLDEST_JAVA = 17;
  private static final long LITTLE_HEAP = 256L << 20;
  private static final long MIB = 1 << 20;

  private MachineChecks() {}

  static List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    findings.add(memory(Runtime.getRuntime().maxMemory(), system.getTotalMemorySize()));
    findings.add(port(ServerOptions.DEFAULT_PORT));
    findings.add(spark());
    findings.add(
        program(
            "jupyter",
            List.of("jupyter", "jupyter-notebook", "jupyter-lab"),
            "only for notebooks: install jupyter"));
    findings.add(
        program(
            "browser",
            List.of("chromium", "google-chrome", "firefox", "microsoft-edge", "xdg-open", "open"),
            "only for the dashboard: open it from another machine, by ssh -L 8460:127.0.0.1:8460"));
    findings.add(
        program("maven", List.of("mvn", "mvn.cmd"), "only for building: install Maven 3.8"));
    return findings;
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    String found = Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
    if (version < OLDEST_JAVA) {
      return Finding.fail("java", found, "install JDK 17 or newer, or set JAVA_HOME");
    }
    return "32".equals(System.getProperty("sun.arch.data.model"))
        ? Finding.warn("java", found + ", 32 bits", "install a JDK of 64 bits")
        : Finding.ok("java", found);
  }

  /** Judges the largest heap, and the machine's memory, in bytes. */
  static Finding memory(long heap, long total) {
    String found =
        String.format(
            Locale.ROOT,
            "heap up to %,d MiB of %,d MiB, %d processors",
            heap / MIB,
            total / MIB,
            Runtime.getRuntime().availableProcessors());
    return heap < LITTLE_HEAP
        ? Finding.warn("memory", found, "give the JVM more: MILLRACE_JAVA_OPTS=-Xmx1g")
        : Finding.ok("memory", found);
  }

  static Finding port(int port) {
    String what = "port " + port;
    return Ports.isFree("127.0.0.1", port)
        ? Finding.ok(what, "free")
        : Finding.warn(
            what,
            "taken, perhaps by another pipeline",
            "demos take another one by themselves; for others say --port, or serve.port in the"
                + " file");
  }

  private static Finding spark() {
    boolean loaded =
        MachineChecks.class.getClassLoader().getResource("org/apache/spark/SparkContext.class")
            != null;
    Path home = Path.of(System.getProperty("millrace.home", ""));
    boolean built = Files.isRegularFile(home.resolve("connectors/spark/target/classpath"));
    Path unpacked = home.resolve("spark");
    if (loaded || built || Files.isRegularFile(unpacked.resolve("lib/jars.txt"))) {
      return Finding.ok("spark", "there");
    }
    Path pom = unpacked.resolve("pom.xml");
    String how =
        Files.isRegularFile(pom)
            ? "mvn -f '" + pom + "' fetches it"
            : "--engine spark has Maven fetch it";
    return Finding.ok("spark", "not there; " + how + " (about 300 MB)");
  }

  private static Finding program(String what, List<String> names, String advice) {
    return names.stream()
        .map(MachineChecks::onPath)
        .flatMap(Optional::stream)
        .findFirst()
        .map(path -> Finding.ok(what, path.toString()))
        .orElse(Finding.ok(what, "not found; " + advice));
  }

  private static Optional<Path> onPath(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String directory :
        (path + File.pathSeparator + "/usr/bin").split(File.pathSeparator, -1)) {
      Path file = directory.isEmpty() ? null : new File(directory, program).toPath();
      if (file != null && Files.isExecutable(file) && !Files.isDirectory(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
