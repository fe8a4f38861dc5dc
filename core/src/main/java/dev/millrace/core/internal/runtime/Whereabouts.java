package dev.millrace.core.internal.runtime;

import dev.millrace.core.engine.WorkerPool;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which line of a user's code a batch is at. */
final class Whereabouts {
  private static final List<String> NOT_THE_USERS =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "dev.millrace.core.", "org.slf4j.");

  private Whereabouts() {}

  /**
   * The innermost line that is neither the JDK's nor this library's, of the pipeline's thread or of
   * the workers that help it; else where the pipeline's thread is.
   */
  static String of(Thread pipeline) {
    Map<Thread, StackTraceElement[]> all = Thread.getAllStackTraces();
    Stream<Thread> workers = all.keySet().stream().filter(WorkerPool::owns);
    return Stream.concat(Stream.of(pipeline), workers)
        .map(thread -> all.getOrDefault(thread, new StackTraceElement[0]))
        .map(Whereabouts::usersLine)
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> Arrays.stream(all.getOrDefault(pipeline, new StackTraceElement[0])).findFirst())
        .map(line -> "at " + line)
        .orElse("at its end");
  }

  private static Optional<StackTraceElement> usersLine(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .filter(line -> NOT_THE_USERS.stream().noneMatch(line.getClassName()::startsWith))
        .findFirst();
  }
}
