package dev.millrace.spark.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A real Spark cluster of this machine, for tests and benchmarks: a master and workers with one
 * core each, every one a process of its own, started from the jars of the caller's class path, on
 * loopback alone.
 *
 * <pre>{@code
 * try (StandaloneCluster cluster = StandaloneCluster.start(directory, 2)) {
 *   SparkConf conf =
 *       new SparkConf()
 *           .setMaster(cluster.master())
 *           .set("spark.executor.extraClassPath", StandaloneCluster.classPath());
 * }
 * }</pre>
 *
 * <p>Used by one thread. Finds executors by {@code /proc}, so only on Linux.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern ALIVE = Pattern.compile("\"aliveworkers\"\\s*:\\s*(\\d+)");
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;
  private static final int PORT_ATTEMPTS = 100;

  private final Path directory;
  private final int port = freePort();
  private final int webPort = freePort();
  private final Process master;
  private final List<Process> workers = new ArrayList<>();
  private int started;
  private final HttpClient http = HttpClient.newHttpClient();

  private StandaloneCluster(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("spark/jars"));
    master =
        daemon(
            "master",
            List.of(
                "org.apache.spark.deploy.master.Master",
                "--host",
                HOST,
                "--port",
                String.valueOf(port),
                "--webui-port",
                String.valueOf(webPort)));
  }

  /** Returns once all workers have told the master that they are there. */
  public static StandaloneCluster start(Path directory, int workers) throws IOException {
    StandaloneCluster cluster = new StandaloneCluster(directory);
    try {
      for (int i = 0; i < workers; i++) {
        cluster.addWorker();
      }
      cluster.awaitWorkers(workers);
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** For {@code spark.master}. */
  public String master() {
    return "spark://" + HOST + ":" + port;
  }

  /** Starts one more worker; {@link #awaitWorkers} waits for it. */
  public void addWorker() throws IOException {
    String name = "worker-" + started++;
    workers.add(
        daemon(
            name,
            List.of(
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                HOST,
                "--webui-port",
                String.valueOf(freePort()),
                "-c",
                "1",
                "-m",
                "1g",
                "-d",
                directory.resolve(name).toString(),
                master())));
  }

  public void awaitWorkers(int count) {
    await(() -> aliveWorkers() == count, count + " workers at " + master());
  }

  /** kill -9 of the oldest worker; its executors find out and end. */
  public void killWorker() {
    kill(workers.remove(0).toHandle());
    awaitWorkers(workers.size());
  }

  /** The executors that run now, of all workers. */
  public List<ProcessHandle> executors() {
    List<ProcessHandle> executors = new ArrayList<>();
    for (Process worker : workers) {
      worker.descendants().filter(StandaloneCluster::isExecutor).forEach(executors::add);
    }
    return executors;
  }

  /** kill -9; returns when the process is gone. */
  public static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Ends every process that was started, executors first. */
  @Override
  public void close() {
    executors().forEach(StandaloneCluster::kill);
    workers.forEach(worker -> kill(worker.toHandle()));
    kill(master.toHandle());
  }

  /** The flags that Spark needs on Java 17 and later. */
  public static List<String> javaOptions() {
    List<String> options =
        new ArrayList<>(
            List.of("-XX:+IgnoreUnrecognizedVMOptions", "--add-modules=jdk.incubator.vector"));
    for (String opened :
        List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar")) {
      options.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    return options;
  }

  /** What Spark reads from the environment of every process here. */
  public void configure(ProcessBuilder builder) {
    builder.environment().put("SPARK_HOME", directory.resolve("spark").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", HOST);
  }

  /**
   * The caller's class path, also where Surefire keeps it from the JVM's own property; absolute, as
   * the cluster's processes run in directories of their own.
   */
  public static String classPath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(path)
        .map(entry -> new File(entry).getAbsolutePath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The JVM that runs the caller. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private Process daemon(String name, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(javaOptions());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dspark.master.rest.enabled=false",
            "-Dspark.deploy.maxExecutorRetries=-1",
            "-cp",
            classPath()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    configure(builder);
    Path log = directory.resolve(name + ".log");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private int aliveWorkers() {
    try {
      URI uri = URI.create("http://" + HOST + ":" + webPort + "/json/");
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
      Matcher alive =
          ALIVE.matcher(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
      return alive.find() ? Integer.parseInt(alive.group(1)) : 0;
    } catch (IOException e) {
      if (!master.isAlive()) {
        throw new IllegalStateException("the master ended, see " + directory + "/master.log", e);
      }
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A condition that another process makes true. */
  public interface Condition {
    boolean holds();
  }

  /** Looks again and again until {@code condition} holds. */
  public static void await(Condition condition, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("no " + what + " within " + PATIENCE);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** The command line of an executor is too long for {@link ProcessHandle.Info}. */
  private static boolean isExecutor(ProcessHandle process) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
      return Arrays.stream(
              new String(line, java.nio.charset.StandardCharsets.UTF_8).split("\0", -1))
          .anyMatch(argument -> argument.endsWith(EXECUTOR));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A port that nobody listens on, below those that the system gives to whoever connects: one of
   * these may be taken, even by a look at it, before Spark has begun to listen.
   */
  private static int freePort() {
    IOException taken = new IOException("none was tried");
    for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        taken = e;
      }
    }
    throw new IllegalStateException("no free port", taken);
  }
}
