package dev.millrace.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where the {@code millrace} program begins. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(args, new Console(out, err, Boolean.getBoolean("millrace.terminal")));
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs one command on the given console; what {@link #main} does, without the exit. */
  static int run(String[] args, Console console) {
    CommandLine commands =
        new CommandLine(new MillraceCommand(), new CommandFactory(console))
            .setOut(console.out())
            .setErr(console.err())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpLongOptionsMaxWidth(34)
            .setUsageHelpWidth(100)
            .setParameterExceptionHandler(Errors::usage)
            .setExecutionExceptionHandler(Errors::failure);
    commands.getSubcommands().values().forEach(Main::layOutUsage);
    int code = commands.execute(args);
    console.out().flush();
    console.err().flush();
    return code;
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
