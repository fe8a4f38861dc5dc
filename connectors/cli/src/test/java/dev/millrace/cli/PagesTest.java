package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What all pages show holds: code is compiled, commands are understood, links lead somewhere. */
class PagesTest {
  /** Shows cells of a notebook, which a test of that module runs one by one. */
  private static final Path CELLS = Path.of("connectors/jupyter/README.md");

  /** Whole programs are compiled as they are; parts stand in a test that runs them. */
  @Test
  void shouldShowCodeThatIsCompiled(@TempDir Path directory) throws Exception {
    StringBuilder tests = new StringBuilder();
    for (Path file : Page.files(".java")) {
      if (file.toString().contains("src/test/java")) {
        tests.append(flat(Files.readString(file))).append('\n');
      }
    }
    List<String> unknown = new ArrayList<>();
    int programs = 0;
    for (Page page : Page.all()) {
      if (page.file().endsWith(CELLS)) {
        continue;
      }
      for (String block : page.blocks("java")) {
        if (SourceProgram.isWhole(block)) {
          SourceProgram.compile(block, directory);
          programs++;
        } else if (tests.indexOf(flat(block)) < 0) {
          unknown.add(page.file() + ":\n" + block);
        }
      }
    }
    assertEquals(List.of(), unknown, "stands in no test");
    assertTrue(programs >= 2, programs + " programs");
  }

  private static String flat(String code) {
    return code.replaceAll("\\s+", "");
  }

  @Test
  void shouldShowCommandsThatAreUnderstood() throws Exception {
    PrintWriter nobody = new PrintWriter(Writer.nullWriter());
    int understood = 0;
    for (Page page : Page.all()) {
      for (List<String> command : page.commands()) {
        CommandLine commands = Main.commands(new Console(nobody, nobody, false));
        try {
          commands.parseArgs(command.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
          throw new AssertionError(
              page.file() + ": millrace " + command + ": " + e.getMessage(), e);
        }
        understood++;
      }
    }
    assertTrue(understood > 15, understood + " commands");
  }

  @Test
  void shouldLinkToWhatIsThere() throws Exception {
    List<String> broken = new ArrayList<>();
    for (Page page : Page.all()) {
      for (String link : page.links()) {
        String[] parts = link.split("#", 2);
        Path target =
            parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
        boolean there =
            Files.exists(target)
                && (parts.length == 1
                    || new Page(target, Files.readString(target)).anchors().contains(parts[1]));
        if (!there) {
          broken.add(page.file() + ": " + link);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void shouldHaveAPageForEachModule() throws Exception {
    String pom = Files.readString(Page.ROOT.resolve("pom.xml"));
    List<String> silent =
        Pattern.compile("<module>([^<]+)</module>")
            .matcher(pom)
            .results()
            .map(m -> m.group(1))
            .filter(module -> !module.equals("benchmarks/spark"))
            .filter(module -> !Files.exists(Page.ROOT.resolve(module).resolve("README.md")))
            .toList();
    assertEquals(List.of(), silent);
  }
}
