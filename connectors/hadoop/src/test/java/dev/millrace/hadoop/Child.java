package dev.millrace.hadoop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that is talked to by lines, and killed. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final PrintStream in;
  private final List<String> lines = new ArrayList<>();

  private Child(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /**
   * @param options of the JVM, then the program and its arguments
   */
  static Child java(List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Reads on to a line that has {@code text} in it. */
  String await(String text) throws IOException {
    String line;
    while ((line = out.readLine()) != null) {
      lines.add(line);
      if (line.contains(text)) {
        return line;
      }
    }
    throw new AssertionError("ended before it said '" + text + "':\n" + String.join("\n", lines));
  }

  void say(String line) {
    in.println(line);
  }

  long pid() {
    return process.pid();
  }

  /** Stops it where it is, or lets it go on. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill -" + name + " failed");
    }
  }

  void awaitEnd() throws IOException, InterruptedException {
    awaitEnd(0);
  }

  void awaitEnd(int exit) throws IOException, InterruptedException {
    String line;
    while ((line = out.readLine()) != null) {
      lines.add(line);
    }
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != exit) {
      throw new AssertionError("did not end with " + exit + ":\n" + String.join("\n", lines));
    }
  }

  /** kill -9; returns when it is gone. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
