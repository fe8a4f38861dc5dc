package dev.millrace.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code millrace.cmd} has in common with {@code millrace}. */
class WindowsLauncherTest {
  private static String sh;
  private static String cmd;

  @BeforeAll
  static void read() throws IOException {
    sh = Files.readString(Launch.TREE.resolve("millrace"));
    cmd = Files.readString(Launch.TREE.resolve("millrace.cmd"));
  }

  @Test
  void shouldGiveTheJvmTheSameOptions() {
    Set<String> options = found(command(sh), "-(?:XX:|X|D)[A-Za-z+.:]+");
    assertTrue(
        options.removeAll(Set.of("-Dmillrace.terminal", "-Dmillrace.output.terminal")),
        "it cannot be told in a cmd whether there is a terminal");
    assertEquals(options, found(command(cmd), "-(?:XX:|X|D)[A-Za-z+.:]+"));
    assertEquals(found(command(sh), "dev\\.\\S+"), found(command(cmd), "dev\\.\\S+"));
  }

  /** The line that becomes Java, with those that it goes on in. */
  private static String command(String script) {
    Matcher matcher =
        Pattern.compile("(?m)^(exec )?\"[$%]\\{?(java|JAVA)\\}?%?\" (.*\\\\\\R)*.*Main .*$")
            .matcher(script);
    assertTrue(matcher.find());
    return matcher.group();
  }

  @Test
  void shouldHandOnArgumentsAndTheExitCode() {
    assertTrue(command(sh).endsWith(" \"$@\""));
    assertTrue(command(cmd).stripTrailing().endsWith(" %*"));
    assertTrue(cmd.contains(" %*\r\nexit /b %ERRORLEVEL%\r\n"));
  }

  @Test
  void shouldKnowTheSameExtrasAndVariables() {
    Set<String> extras = found(sh, "(?<=extras\\+=\\()[a-z]+");
    assertTrue(extras.containsAll(Set.of("spark", "hadoop", "kafka", "jdbc", "jupyter")));
    assertEquals(extras, found(cmd, "(?<=call :want )[a-z]+"));
    String variables = "\\bMILLRACE_[A-Z_]+|\\bJAVA_HOME";
    assertEquals(found(sh, variables), found(cmd, variables));
  }

  /** What a file, or a change to it, may name brings the same extras. */
  @Test
  void shouldLookForTheSamePartsOfAPipeline() {
    Set<String> parts = found(sh, "(?<=\\(part )[a-z]+");
    assertEquals(Set.of("jdbc", "kafka", "parquet", "spark"), parts);
    for (String part : parts) {
      String wanted = "call :want " + part;
      String key = part.equals("spark") ? "name" : "type";
      String pattern = "/c:\"" + key + "[^:]*:[ \\\"']*" + part;
      assertTrue(
          cmd.lines()
              .anyMatch(
                  line ->
                      line.startsWith("findstr ")
                          && line.contains(pattern + "[^A-Za-z0-9-]\"")
                          && line.contains(pattern + "$\"")
                          && line.endsWith(wanted)),
          part);
      String before = part.equals("spark") ? "if \"%PREVIOUS%\"==\"engine.name\" " : "";
      assertTrue(
          cmd.contains("\n" + before + "if \"%ARGUMENT%\"==\"" + part + "\" " + wanted), part);
    }
  }

  @Test
  void shouldBuildWithTheSameArguments() {
    assertEquals(
        found(sh.replaceAll("\\\\\\R *", ""), "(?<=exec mvn )-B .*(?= -pl)"),
        found(cmd, "(?<=call mvn )-B .*(?= -pl)"));
  }

  @Test
  void shouldSayTheSame() {
    for (String said :
        List.of(
            "no java found: install JDK 17 or newer, or set JAVA_HOME",
            "Millrace needs 17 or newer: install one or set JAVA_HOME",
            "Millrace needs Java 17 or newer",
            "no mvn found: building needs Maven 3.8 or newer on the PATH",
            "are not part of the distribution; this fetches them:",
            "the build failed; its whole output is in")) {
      assertTrue(sh.contains(said), said);
      assertTrue(cmd.contains(said), said);
    }
  }

  /** A path may have spaces, and a label that is not there ends a script without a word. */
  @Test
  void shouldQuotePathsAndGoWhereThereAreLabels() {
    assertTrue(cmd.endsWith("\r\n") && !cmd.replace("\r\n", "").contains("\n"));
    Set<String> labels = found(cmd, "(?m)(?<=^:)[a-z_]+");
    Set<String> called = found(cmd, "(?<=goto |call :)[a-z_]+");
    assertEquals(labels, called);
    for (String line : cmd.split("\r\n", -1)) {
      boolean tells = line.startsWith("rem ") || line.startsWith("echo ");
      String bare =
          line.replace("[ \\\"']", "").replaceFirst("set \".*\"$", "").replaceAll("\"[^\"]*\"", "");
      assertFalse(
          !tells && bare.matches(".*%(HOME_DIR|TARGET|LOG|JAVA|PLACE|ARGUMENT|ARGS_FILE)%.*"),
          "not in quotes: " + line);
    }
  }

  private static Set<String> found(String text, String pattern) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
