package dev.millrace.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** Where the {@code millrace} program begins. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    boolean terminal = Boolean.getBoolean("millrace.terminal");
    Console console =
        new Console(
            out,
            err,
            terminal,
            colours(Boolean.getBoolean("millrace.output.terminal")),
            colours(terminal));
    int code = run(args, console);
    out.flush();
    err.flush();
    System.exit(code);
  }

  private static Ansi colours(boolean terminal) {
    Map<String, String> variables = System.getenv();
    return Console.colours(
        terminal, variables.getOrDefault("NO_COLOR", ""), variables.getOrDefault("TERM", ""));
  }

  /** Runs one command on the given console; what {@link #main} does, without the exit. */
  static int run(String[] args, Console console) {
    int code = commands(console).execute(args);
    console.out().flush();
    console.err().flush();
    return code;
  }

  /** All commands. */
  static CommandLine commands(Console console) {
    Errors errors = new Errors(console.errColours());
    CommandLine commands =
        new CommandLine(new MillraceCommand(), new CommandFactory(console))
            .setOut(console.out())
            .setErr(console.err())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false)
            .setUsageHelpLongOptionsMaxWidth(34)
            .setUsageHelpWidth(100)
            .setColorScheme(Help.defaultColorScheme(console.outColours()))
            .setParameterExceptionHandler(errors::usage)
            .setExecutionExceptionHandler(errors::failure);
    commands.getSubcommands().values().forEach(Main::layOutUsage);
    return commands;
  }

  private static void layOutUsage(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .sortOptions(false)
        .abbreviateSynopsis(true)
        .descriptionHeading("%n");
    command.getSubcommands().values().forEach(Main::layOutUsage);
  }
}
