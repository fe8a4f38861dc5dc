package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A program of one source file, as pages show them. */
final class SourceProgram {
  private static final Pattern NAME = Pattern.compile("^public class (\\w+)", Pattern.MULTILINE);

  private SourceProgram() {}

  static boolean isWhole(String source) {
    return NAME.matcher(source).find();
  }

  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /**
   * Compiles it against this process's class path.
   *
   * @return the name of its class
   */
  static String compile(String source, Path directory) throws Exception {
    Matcher name = NAME.matcher(source);
    assertTrue(name.find(), source);
    Path file = Files.writeString(directory.resolve(name.group(1) + ".java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-proc:none", "-cp", classPath(), "-d", directory + File.separator),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      assertTrue(compiled, messages.toString());
    }
    return name.group(1);
  }

  /** Compiles it and runs its {@code main}. */
  static void run(String source, Path directory, String... args) throws Exception {
    String name = compile(source, directory);
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {directory.toUri().toURL()}, SourceProgram.class.getClassLoader())) {
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) args);
    }
  }
}
