package dev.millrace.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KernelTest {
  private static Session session;
  private static Kernel kernel;

  @BeforeAll
  static void start() {
    session = new Session(SessionTest.CLASS_PATH);
    kernel = Kernel.of(session);
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @Test
  void shouldShowAValueAsTextAndATableAsHtmlToo() {
    DisplayData text = kernel.eval("1 + 1");
    assertEquals("2", text.getData(MIMEType.TEXT_PLAIN));
    assertNull(text.getData(MIMEType.TEXT_HTML));
    DisplayData table = kernel.eval("record P(String a, int b) {}\nList.of(new P(\"<x>\", 1))");
    assertEquals("a    b\n<x>  1", table.getData(MIMEType.TEXT_PLAIN));
    assertTrue(
        table.getData(MIMEType.TEXT_HTML).toString().contains("&lt;x&gt;</td><td>1</td>"),
        table.toString());
    assertNull(kernel.eval("int quiet = 1;"));
  }

  @Test
  void shouldBoundTheOutputOfACell() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    PrintStream replaced = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(replaced);
    try {
      kernel.eval("for (int i = 0; i < 100_000; i++) { System.out.println(\"line \" + i); }");
      assertSame(replaced, System.out);
      kernel.eval("System.out.print(\"the next cell\")");
    } finally {
      System.setOut(before);
    }
    String out = printed.toString(StandardCharsets.UTF_8);
    assertTrue(out.length() < LimitedOutput.MOST_BYTES + 200);
    assertTrue(out.contains("… all output after 200,000 bytes is left out"), out.length() + "");
    assertTrue(out.endsWith("the next cell"));
  }

  @Test
  void shouldTellErrorsByTheirLines() {
    CellException e =
        assertThrows(
            CellException.class,
            () -> kernel.eval("throw new IllegalArgumentException(\"no such thing\");"));
    List<String> lines = kernel.formatError(e);
    assertEquals("java.lang.IllegalArgumentException: no such thing", lines.get(0));
    assertTrue(lines.get(1).matches("    at cell \\d+, line 1"), lines.toString());
  }

  @Test
  void shouldAnswerFrontEnds() {
    assertEquals("complete", kernel.isComplete("int a = 1;"));
    assertEquals("    ", kernel.isComplete("for (;;) {"));
    assertEquals("invalid", kernel.isComplete(")"));
    assertTrue(kernel.complete("Sys", 3).getReplacements().contains("System"));
    assertNull(kernel.inspect("", 0, false));
    assertTrue(
        kernel
            .inspect("Math.abs(", 9, false)
            .getData(MIMEType.TEXT_PLAIN)
            .toString()
            .contains("abs(int a)"));
    assertEquals("Java", kernel.getLanguageInfo().getName());
  }
}
