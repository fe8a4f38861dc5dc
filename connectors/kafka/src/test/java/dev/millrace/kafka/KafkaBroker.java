package dev.millrace.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A Kafka broker of one node as its own process on loopback, which can be killed and started again.
 * It runs on what the build of this module has noted, whatever is on the class path of the one who
 * starts it.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static KafkaBroker shared;

  private final Path directory;
  private final int port;
  private Process process;
  private Admin admin;

  private KafkaBroker(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** The one that all tests of this process use, each with topics of its own. */
  public static synchronized KafkaBroker shared() {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "kafka-broker"));
    }
    return shared;
  }

  /** A new broker on free ports, ready to work. */
  public static KafkaBroker start() {
    try {
      int[] ports = freePorts();
      KafkaBroker broker = new KafkaBroker(Files.createTempDirectory("millrace-kafka"), ports[0]);
      try {
        broker.configure(ports[1]);
        broker.format();
        broker.restart();
        return broker;
      } catch (IOException | InterruptedException | RuntimeException e) {
        broker.close();
        throw e;
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("no Kafka broker could be started", e);
    }
  }

  private static int[] freePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket first = new ServerSocket(0, 1, loopback);
        ServerSocket second = new ServerSocket(0, 1, loopback)) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    }
  }

  private void configure(int controllerPort) throws IOException {
    List<String> lines =
        List.of(
            "process.roles=broker,controller",
            "node.id=1",
            "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
            "controller.listener.names=CONTROLLER",
            "listeners=PLAINTEXT://" + bootstrap() + ",CONTROLLER://127.0.0.1:" + controllerPort,
            "advertised.listeners=PLAINTEXT://" + bootstrap(),
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name=PLAINTEXT",
            "log.dirs=" + directory.resolve("log"),
            "auto.create.topics.enable=false",
            "offsets.topic.replication.factor=1",
            "offsets.topic.num.partitions=4",
            "transaction.state.log.replication.factor=1",
            "transaction.state.log.min.isr=1",
            "transaction.state.log.num.partitions=4",
            "share.coordinator.state.topic.replication.factor=1",
            "share.coordinator.state.topic.min.isr=1",
            "group.initial.rebalance.delay.ms=0",
            "broker.session.timeout.ms=3000",
            "broker.heartbeat.interval.ms=400",
            "log.retention.check.interval.ms=100",
            "log.initial.task.delay.ms=100",
            "log.cleaner.backoff.ms=100",
            "log.cleaner.dedupe.buffer.size=2097152");
    Files.write(directory.resolve("server.properties"), lines);
  }

  private void format() throws IOException, InterruptedException {
    Process format =
        java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", properties().toString());
    if (!format.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || format.exitValue() != 0) {
      throw new IllegalStateException("kafka.tools.StorageTool: " + output());
    }
  }

  private Path properties() {
    return directory.resolve("server.properties");
  }

  private String output() {
    try {
      return Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process java(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", classPath()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("output").toFile()))
        .start();
  }

  private static String classPath() throws IOException {
    Path noted = Path.of("connectors/kafka/target/broker-classpath");
    for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
      if (Files.exists(above.resolve(noted))) {
        return Files.readString(above.resolve(noted)).strip();
      }
    }
    throw new IllegalStateException(noted + " is missing; build connectors/kafka");
  }

  /** {@code host:port}. */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /** Of its process, to send signals to. */
  public long pid() {
    return process.pid();
  }

  /** As {@code kill -9} does it. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts it, again or for the first time, without waiting for an answer. */
  public void launch() {
    try {
      process = java("kafka.Kafka", properties().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, again or for the first time, and waits until it answers. */
  public void restart() {
    launch();
    awaitAnswer();
  }

  /** Waits until it answers. */
  public void awaitAnswer() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        if (!admin().describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty()) {
          return;
        }
      } catch (Exception e) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          throw new IllegalStateException("the Kafka broker does not answer: " + output(), e);
        }
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** What tests ask and tell it. */
  public synchronized Admin admin() {
    if (admin == null) {
      admin =
          Admin.create(
              Map.of(
                  AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap(),
                  AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, "20",
                  AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "100"));
    }
    return admin;
  }

  /** Creates a topic and waits until all know it. */
  public void createTopic(String name, int partitions, String... configs) {
    NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < configs.length; i += 2) {
      settings.put(configs[i], configs[i + 1]);
    }
    try {
      admin().createTopics(List.of(topic.configs(settings))).all().get();
      while (!admin().listTopics().names().get().contains(name)) {
        LockSupport.parkNanos(1_000_000);
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("topic " + name + " cannot be created", e);
    }
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
    if (process != null) {
      kill();
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
