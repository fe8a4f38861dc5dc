package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's pipeline compiles and runs, and its commands are understood. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..", "..");

  @TempDir Path directory;

  @Test
  void shouldRunThePipeline() throws Exception {
    Path payments = directory.resolve("payments.csv");
    Random random = new Random(11);
    StringBuilder csv = new StringBuilder("card,channel,amount,fraud\n");
    for (int i = 0; i < 2_500; i++) {
      int fraud = random.nextInt(10) == 0 ? 1 : 0;
      csv.append("card").append(random.nextInt(50)).append(fraud == 1 ? ",web," : ",shop,");
      csv.append(10 + 50 * fraud + random.nextInt(20)).append(',').append(fraud).append('\n');
    }
    Files.writeString(payments, csv);
    compile(blocks("java").get(0));

    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {directory.toUri().toURL()}, ReadmeTest.class.getClassLoader())) {
      loader
          .loadClass("Payments")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {payments.toString(), directory.toString()});
    }

    List<String> scores = new ArrayList<>();
    try (var files = Files.list(directory.resolve("scores"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        scores.addAll(Files.readAllLines(file));
      }
    }
    assertEquals(2_500, scores.size());
    assertTrue(scores.get(0).startsWith("\"card"), scores.get(0));
  }

  @Test
  void shouldPrintThePublishedFigures() throws Exception {
    Matcher command =
        Pattern.compile("\\./millrace (evaluate (?:[^\\\\\\n]|\\\\\\n)*)").matcher(readme());
    assertTrue(command.find());
    String[] args = command.group(1).replace("\\\n", " ").strip().split("\\s+", -1);
    args[1] = ROOT.resolve(args[1]).toString();
    Run run = Run.of(args);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("0.8533"), run.out());
    assertTrue(run.out().contains("0.8221"), run.out());
  }

  private void compile(String source) throws Exception {
    Path file = Files.writeString(directory.resolve("Payments.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      String classPath =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-cp", classPath, "-d", directory + File.separator),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      assertTrue(compiled, messages.toString());
    }
  }

  private static List<String> blocks(String language) throws Exception {
    Matcher block =
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(readme());
    List<String> found = new ArrayList<>();
    while (block.find()) {
      found.add(block.group(1));
    }
    return found;
  }

  private static String readme() throws Exception {
    return Files.readString(ROOT.resolve("README.md"));
  }
}
