package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingContext;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without an artifact that is optional, a pipeline that needs it says which one it is. */
public class ArtifactTest {
  /** Run by a class loader that lacks the artifact. */
  public static void describe(String output) {
    String yaml =
        "{name: x, sources: {s: {type: http, port: 0, columns: {a: text}}}, outputs: {o: {from:"
            + " rows, to: "
            + output
            + "}}}";
    PipelineFile file = PipelineFile.of("x.yaml", yaml, name -> null);
    try (StreamingContext context = StreamingContext.create(file.config())) {
      file.describe(context);
    }
  }

  private static URLClassLoader without(String artifact) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!path.contains(artifact) && !path.contains("connectors/" + artifact.substring(9))) {
        urls.add(Path.of(path).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "millrace-jdbc | a database | {type: jdbc, url: 'jdbc:h2:mem:x', table: t}",
        "millrace-kafka | Kafka | {type: kafka, brokers: 'a:1', topic: t}",
        "millrace-parquet | Parquet | {type: parquet, path: p}"
      })
  void shouldNameWhatIsMissing(String artifact, String what, String output) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = without(artifact)) {
      thread.setContextClassLoader(loader);
      Method describe =
          loader.loadClass(ArtifactTest.class.getName()).getMethod("describe", String.class);
      String message =
          assertThrows(InvocationTargetException.class, () -> describe.invoke(null, output))
              .getCause()
              .getMessage();
      assertTrue(
          message.endsWith(
              ": outputs.o.to: "
                  + what
                  + " needs dev.millrace:"
                  + artifact
                  + " and what it depends on; add them to the class path, for the millrace command"
                  + " by MILLRACE_CLASSPATH"),
          message);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
