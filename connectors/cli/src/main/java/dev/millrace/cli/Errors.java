package dev.millrace.cli;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.yaml.document.DocumentException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one readable line and an exit code. */
final class Errors {
  /** What an exception that tells of another puts in front of that one's message. */
  private static final Pattern CLASS_NAME = Pattern.compile("dev\\.millrace\\.[\\w.]+Exception: ");

  private static final String COMMAND = "millrace";

  private final Ansi colours;

  /**
   * @param colours of where errors are written
   */
  Errors(Ansi colours) {
    this.colours = colours;
  }

  /** Bad usage: exit code 2. */
  int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    StringBuilder message = new StringBuilder(UsageText.of(e));
    String name = command.getCommandSpec().qualifiedName().replace(COMMAND, Program.name());
    message.append(" (see '").append(name).append(" --help')");
    print(command, message.toString(), e, List.of(args).contains("--debug"));
    return ExitCode.USAGE;
  }

  /** A command failed: exit code 1, or 2 where the cause is a setting or path that was given. */
  int failure(Exception e, CommandLine command, ParseResult parsed) {
    MillraceCommand top = command.getCommandSpec().root().commandLine().getCommand();
    if (e instanceof DocumentException document) {
      document.mistakes().forEach(mistake -> print(command, mistake.toString(), e, false));
    } else {
      print(command, describe(e), e, false);
    }
    if (top.debug()) {
      e.printStackTrace(command.getErr());
      command.getErr().flush();
    }
    boolean usage = e instanceof ConfigurationException || e instanceof NoSuchFileException;
    return usage ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** The messages of an exception and its causes, each said once. */
  static String describe(Throwable e) {
    List<String> said = new ArrayList<>();
    for (Throwable at = e; at != null && said.size() < 4; at = at.getCause()) {
      String raw = oneLine(at.getMessage());
      if (raw.isEmpty() || said.stream().noneMatch(s -> s.contains(raw))) {
        said.add(oneLine(message(at)));
      }
    }
    return String.join(": ", said);
  }

  private static String message(Throwable e) {
    if (e instanceof NoSuchFileException file) {
      return file.getFile() + ": no such file or directory";
    }
    if (e instanceof AccessDeniedException file) {
      return file.getFile() + ": permission denied";
    }
    String message = e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    boolean speaksForItself =
        e instanceof MillraceException
            || e instanceof FileSystemException
            || e instanceof IllegalArgumentException
            || e.getClass() == IOException.class;
    return speaksForItself ? message : e.getClass().getSimpleName() + ": " + message;
  }

  static String oneLine(String message) {
    return message == null
        ? ""
        : CLASS_NAME.matcher(message.strip().replaceAll("\\s*\\R\\s*", " ")).replaceAll("");
  }

  private void print(CommandLine command, String message, Throwable e, boolean debug) {
    PrintWriter err = command.getErr();
    err.println(Help.defaultColorScheme(colours).errorText("millrace: ") + message);
    if (debug) {
      e.printStackTrace(err);
    }
    err.flush();
  }
}
