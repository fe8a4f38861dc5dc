package dev.millrace.jupyter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;

/** Tells what went wrong with a snippet, and where in the cell. */
final class Failures {
  private static final int MOST_ERRORS = 5;
  private static final int MOST_CAUSES = 5;
  private static final int MOST_FRAMES = 12;
  private static final int MOST_FOREIGN = 4;

  private final JShell shell;
  private final Map<String, CellPlace> places;

  /**
   * @param places of snippets by their ids; grows
   */
  Failures(JShell shell, Map<String, CellPlace> places) {
    this.shell = shell;
    this.places = places;
  }

  /** Throws what is to be told of a snippet that has not been evaluated as it should. */
  void check(SnippetEvent event) {
    if (event.status() == Snippet.Status.REJECTED) {
      throw notCompiled(event.snippet(), places.get(event.snippet().id()));
    }
    if (event.exception() != null) {
      throw thrown(event.exception());
    }
  }

  /** Throws if a declaration still needs another one. */
  void checkResolved(Snippet snippet) {
    boolean waits =
        shell.status(snippet) == Snippet.Status.RECOVERABLE_DEFINED
            || shell.status(snippet) == Snippet.Status.RECOVERABLE_NOT_DEFINED;
    if (waits && snippet instanceof DeclarationSnippet declared) {
      throw unresolved(declared);
    }
  }

  private CellException notCompiled(Snippet snippet, CellPlace place) {
    List<Diag> errors = shell.diagnostics(snippet).filter(Diag::isError).toList();
    List<String> lines = new ArrayList<>();
    for (Diag error : errors.subList(0, Math.min(MOST_ERRORS, errors.size()))) {
      List<String> message = error.getMessage(Locale.ROOT).lines().toList();
      int line = place.line(error.getPosition());
      String margin = "%4d | ".formatted(line);
      lines.add(where(place, line) + ": " + message.get(0));
      lines.add(margin + place.text(line));
      lines.add(" ".repeat(margin.length() + place.column(error.getPosition())) + "^");
      message.stream().skip(1).filter(more -> !more.isBlank()).forEach(lines::add);
    }
    return new CellException(lines.isEmpty() ? "the cell is incomplete" : lines.get(0), lines);
  }

  private CellException unresolved(DeclarationSnippet declared) {
    CellPlace place = places.get(declared.id());
    String missing = shell.unresolvedDependencies(declared).collect(Collectors.joining(", "));
    String message =
        "%s: this needs %s, which no cell has declared yet"
            .formatted(where(place, place.line(0)), missing);
    return new CellException(message, List.of(message));
  }

  /** A cell that was interrupted before it came to a line. */
  static CellException interrupted(CellPlace place) {
    String message = where(place, place.line(0)) + ": interrupted";
    return new CellException(message, List.of(message));
  }

  /** A cell that did not heed an interrupt. */
  static CellException abandoned(CellPlace place) {
    String message =
        where(place, place.line(0))
            + ": interrupted, but it runs on; restart the kernel to be rid of it";
    return new CellException(message, List.of(message));
  }

  private CellException thrown(JShellException thrown) {
    if (thrown instanceof UnresolvedReferenceException unresolved) {
      return unresolved(unresolved.getSnippet());
    }
    List<String> lines = new ArrayList<>();
    Throwable at = thrown;
    for (int i = 0; at instanceof EvalException e && i < MOST_CAUSES; i++) {
      lines.add((i == 0 ? "" : "caused by ") + describe(e));
      frames(e, lines);
      at = e.getCause();
    }
    return new CellException(lines.get(0).lines().findFirst().orElse(""), lines);
  }

  private static String describe(EvalException e) {
    String message = e.getMessage();
    return e.getExceptionClassName() + (message == null ? "" : ": " + message);
  }

  /** Lines of cells, and of other code the first few, where it began. */
  private void frames(EvalException e, List<String> lines) {
    int foreign = 0;
    int shown = 0;
    int left = 0;
    for (StackTraceElement frame : e.getStackTrace()) {
      CellPlace place = place(frame);
      boolean wanted = place != null || foreign++ < MOST_FOREIGN;
      if (wanted && shown < MOST_FRAMES) {
        shown++;
        lines.add("    at " + (place == null ? frame.toString() : inCell(frame, place)));
      } else {
        left++;
      }
    }
    if (left > 0) {
      lines.add("    and " + left + " more");
    }
  }

  /** Frames of snippets name the snippet as file, as {@code #12}. */
  private CellPlace place(StackTraceElement frame) {
    String file = frame.getFileName();
    return file == null || !file.startsWith("#") ? null : places.get(file.substring(1));
  }

  private static String inCell(StackTraceElement frame, CellPlace place) {
    String method = frame.getMethodName();
    return where(place, place.lineOf(frame.getLineNumber()))
        + (method.isEmpty() ? "" : ", in " + method);
  }

  private static String where(CellPlace place, int line) {
    return "cell " + place.cell() + ", line " + line;
  }
}
