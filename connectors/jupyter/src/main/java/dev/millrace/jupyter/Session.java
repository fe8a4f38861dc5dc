package dev.millrace.jupyter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * Evaluates cells of Java, one after the other, in this JVM: what one declares, those after it can
 * use. Confined to one thread, save {@link #interrupt}.
 */
final class Session implements AutoCloseable {
  private final CellControl control = new CellControl();
  private final Map<String, CellPlace> places = new HashMap<>();
  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final Failures failures;
  private int cells;

  /**
   * @param classPath what cells can import beside the JDK
   */
  Session(String classPath) {
    shell = JShell.builder().executionEngine(control.provider(), Map.of()).build();
    shell.addToClasspath(classPath);
    analysis = shell.sourceCodeAnalysis();
    failures = new Failures(shell, places);
    for (String line : Imports.LINES) {
      evaluate(line);
    }
    cells = 0;
  }

  /**
   * Evaluates a cell.
   *
   * @return the value of the expression that the cell ends with; null if it ends otherwise, with a
   *     semicolon for instance
   * @throws CellException if the cell does not compile or throws; what is before that has been done
   */
  Object evaluate(String cell) {
    cells++;
    control.begin();
    List<Snippet> evaluated = new ArrayList<>();
    Object value = null;
    int at = 0;
    while (true) {
      String rest = cell.substring(at);
      CompletionInfo info = analysis.analyzeCompletion(rest);
      if (info.completeness() == Completeness.EMPTY) {
        // What is declared further down in the cell may be used above.
        evaluated.forEach(failures::checkResolved);
        return value;
      }
      boolean whole = info.completeness().isComplete();
      String code = (whole ? info.source() : rest).stripLeading();
      int end = whole ? cell.length() - info.remaining().length() : cell.length();
      int start = at + rest.length() - rest.stripLeading().length();
      value = run(code, new CellPlace(cells, cell, start), evaluated);
      if (cell.substring(at, end).stripTrailing().endsWith(";")) {
        value = null;
      }
      at = end;
    }
  }

  private Object run(String code, CellPlace place, List<Snippet> evaluated) {
    if (control.isStopping()) {
      throw Failures.interrupted(place);
    }
    control.takeValue();
    boolean isValue = false;
    for (SnippetEvent event : shell.eval(code)) {
      if (event.causeSnippet() == null) {
        places.put(event.snippet().id(), place);
        failures.check(event);
        evaluated.add(event.snippet());
        isValue = isValue(event.snippet());
      }
    }
    if (control.takeAbandoned()) {
      throw Failures.abandoned(place);
    }
    Object value = control.takeValue();
    return isValue ? value : null;
  }

  private static boolean isValue(Snippet snippet) {
    return switch (snippet.subKind()) {
      case VAR_VALUE_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND, OTHER_EXPRESSION_SUBKIND -> true;
      default -> false;
    };
  }

  /** Makes the cell that runs stop; from any thread. */
  void interrupt() {
    control.stop();
  }

  /** Whether code is a whole cell, or a person is still typing it. */
  Completeness completeness(String code) {
    CompletionInfo info = analysis.analyzeCompletion(code);
    while (info.completeness().isComplete() && !info.remaining().isBlank()) {
      info = analysis.analyzeCompletion(info.remaining());
    }
    return info.completeness();
  }

  /**
   * What may stand at a position.
   *
   * @param suggestions the best first
   * @param from where the text begins that they replace
   */
  record Completions(List<String> suggestions, int from) {}

  Completions complete(String code, int at) {
    int[] anchor = {at};
    List<String> suggestions =
        analysis.completionSuggestions(code, at, anchor).stream()
            .sorted((a, b) -> Boolean.compare(b.matchesType(), a.matchesType()))
            .map(SourceCodeAnalysis.Suggestion::continuation)
            .distinct()
            .toList();
    return new Completions(suggestions, anchor[0]);
  }

  /** Signatures of what stands at a position, a line each; empty if there is nothing to say. */
  String documentation(String code, int at) {
    return analysis.documentation(code, at, true).stream()
        .map(found -> found.signature() + (found.javadoc() == null ? "" : "\n" + found.javadoc()))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    control.stop();
    shell.close();
  }
}
