package dev.millrace.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionTest {
  static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private static Session session;

  @BeforeAll
  static void start() {
    session = new Session(CLASS_PATH);
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @Test
  void shouldGiveTheValueOfTheLastExpression() {
    assertEquals(3, session.evaluate("int a = 1;\nint b = 2;\na + b"));
    assertEquals(3, session.evaluate("a + b"));
    assertEquals(List.of(1, 2), session.evaluate("List.of(a, b) // a comment"));
    assertEquals("text", session.evaluate("var text = \"text\"; text"));
  }

  @Test
  void shouldGiveNoValueOfAnythingElse() {
    assertNull(session.evaluate("int c = 1;"));
    assertNull(session.evaluate("int d = 1"));
    assertNull(session.evaluate("1 + 1;"));
    assertNull(session.evaluate("d = 3"));
    assertNull(session.evaluate("void nothing() {}\nnothing()"));
    assertNull(session.evaluate("// a comment\n"));
    assertNull(session.evaluate(""));
    assertNull(session.evaluate("String nothing = null;\nnothing"));
    assertNull(session.evaluate("for (int i = 0; i < 3; i++) { d += i; }"));
  }

  @Test
  void shouldLetDeclarationsOfACellUseEachOther() {
    assertEquals(
        120,
        session.evaluate(
            """
            int faculty(int n) { return n < 2 ? 1 : product(n); }
            int product(int n) { return n * faculty(n - 1); }
            record Pair2(int left, int right) {}
            var pair = new Pair2(5, 0);
            faculty(pair.left())"""));
  }

  @Test
  void shouldKnowMillrace() {
    assertEquals(
        10L,
        session.evaluate(
            """
            MemorySink<Long> sink = new MemorySink<>();
            var config = StreamingConfig.named("numbers").withTrigger(Trigger.availableNow());
            try (var context = StreamingContext.create(config)) {
              context.source("numbers", GeneratorSource.bounded(10, i -> i)).count().to("n", sink);
              context.start();
              context.awaitTermination();
            }
            sink.records().stream().mapToLong(n -> n).sum()"""));
  }

  @Test
  void shouldShowTheLineThatDoesNotCompile() {
    CellException e =
        assertThrows(
            CellException.class,
            () -> session.evaluate("int x = 1;\n\nint y = x +\n    \"two\";\nint z = 3;"));
    assertEquals(
        "incompatible types: java.lang.String cannot be converted to int",
        e.getMessage().replaceFirst("cell \\d+, line 3: ", ""));
    assertEquals("   3 | int y = x +", e.lines().get(1));
    assertEquals("                 ^", e.lines().get(2));
    assertEquals(1, session.evaluate("x"));
  }

  @Test
  void shouldSayWhatIsMissing() {
    CellException unknown =
        assertThrows(CellException.class, () -> session.evaluate("int q = unheardOf(1);"));
    assertTrue(unknown.lines().toString().contains("unheardOf"), unknown.lines().toString());
    CellException later =
        assertThrows(
            CellException.class, () -> session.evaluate("\nint early() { return late(); }"));
    assertTrue(
        later.getMessage().matches("cell \\d+, line 2: this needs method late\\(\\), which .*"),
        later.getMessage());
    session.evaluate("int late() { return 5; }");
    assertEquals(5, session.evaluate("early()"));
  }

  @Test
  void shouldSayThatACellIsNotWhole() {
    CellException e =
        assertThrows(CellException.class, () -> session.evaluate("int w = 1;\nif (w > 0) {"));
    assertTrue(e.getMessage().contains("line 2"), e.getMessage());
  }

  @Test
  void shouldTellAnExceptionWithTheLinesOfCells() {
    session.evaluate("int tenth(String text) {\n  return Integer.parseInt(text) / 10;\n}");
    CellException e =
        assertThrows(
            CellException.class,
            () ->
                session.evaluate(
                    "try {\n  tenth(\"ten\");\n} catch (NumberFormatException e) {\n"
                        + "  throw new IllegalStateException(\"no number\", e);\n}"));
    assertEquals("java.lang.IllegalStateException: no number", e.getMessage());
    assertTrue(e.lines().get(1).matches("    at cell \\d+, line 4"), e.lines().toString());
    int cause =
        e.lines().indexOf("caused by java.lang.NumberFormatException: For input string: \"ten\"");
    assertTrue(cause > 0, e.lines().toString());
    List<String> frames = e.lines().subList(cause, e.lines().size());
    assertTrue(
        frames.stream().anyMatch(line -> line.matches("    at cell \\d+, line 2, in tenth")),
        frames.toString());
    assertFalse(e.lines().toString().contains("REPL"), e.lines().toString());
    assertTrue(e.lines().size() < 30);
  }

  @Test
  void shouldBoundWhatIsToldOfADeepStack() {
    session.evaluate("int deep(int n) { return 1 + deep(n + 1); }");
    CellException e = assertThrows(CellException.class, () -> session.evaluate("deep(0)"));
    assertEquals("java.lang.StackOverflowError", e.getMessage());
    assertTrue(e.lines().size() < 20);
  }

  @Test
  void shouldInterruptACell() throws Exception {
    CompletableFuture<Void> interrupted =
        CompletableFuture.runAsync(
            () -> {
              if (Signal.await()) {
                session.interrupt();
              }
            });
    CellException e =
        assertThrows(
            CellException.class,
            () ->
                session.evaluate(
                    "dev.millrace.jupyter.Signal.begun();\n"
                        + "new java.util.concurrent.CountDownLatch(1).await();"));
    interrupted.get(1, TimeUnit.MINUTES);
    // Between the two lines, or in the second.
    assertTrue(
        e.getMessage().matches("java.lang.InterruptedException|cell \\d+, line 2: interrupted"),
        e.getMessage());
    assertEquals(2, session.evaluate("1 + 1"));
  }

  @Test
  void shouldComplete() {
    String code = "var names = List.of(\"a\");\nnames.str";
    Session.Completions completions = session.complete(code, code.length());
    assertEquals(code.length() - 3, completions.from());
    assertTrue(completions.suggestions().contains("stream()"), completions.toString());
    String type = "FileSou";
    assertEquals(List.of("FileSource"), session.complete(type, type.length()).suggestions());
  }

  @Test
  void shouldTellSignatures() {
    String code = "Math.max(";
    assertTrue(
        session.documentation(code, code.length()).contains("double Math.max(double a, double b)"));
    assertEquals("", session.documentation("", 0));
  }

  @Test
  void shouldTellWhetherACellIsWhole() {
    assertTrue(session.completeness("int a = 1;\na").isComplete());
    assertEquals(
        Completeness.DEFINITELY_INCOMPLETE, session.completeness("int a = 1;\nif (a > 1) {"));
    assertEquals(Completeness.UNKNOWN, session.completeness(")"));
  }
}
